"""Whether what a mailbox signs with is what DNS has, and whether signatures cover the one-click opt-out, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from outreach.core.untrusted import one_line
from outreach.mail.dkim import Key, Signature
from outreach.reporting.findings import Finding, distrusted, ok, warning

#: What a signature has to cover, or receivers show no button (RFC 8058, 4).
ONE_CLICK = frozenset({"list-unsubscribe", "list-unsubscribe-post"})


@dataclass(frozen=True, slots=True)
class OwnKey:
    """The key that signs a mailbox's mail, and what DNS has where it is to be."""

    signature: Signature
    #: "rsa" or "ed25519".
    kind: str
    public: str
    #: None where DNS gave no answer; `trouble` says why.
    published: tuple[Key, ...] | None
    trouble: str = ""

    @property
    def is_published(self) -> bool:
        """Whether DNS has this very key there, and no other."""
        return self.published is not None and [key.public for key in self.published] == [self.public]


def of_own_key(name: str, own: OwnKey) -> Finding:
    """Of the mailbox called so. A signature that nobody can check is worse than none: some receivers mark it down."""
    where, record = one_line(own.signature.key_name, 120), f"`outreach mailbox dkim {name}` prints the record"
    if own.published is None:
        return warning(
            f"{name} signs its mail with {where}; whether DNS has the key cannot be told: {own.trouble}",
            f"Look again later; `outreach mailbox dkim {name} --check` asks for this alone.",
        )
    if not own.published:
        return distrusted(
            f"{name} signs its mail with {where}, and DNS has no key there: every signature is false",
            f"Publish it: {record}. Until it is there, take [mailboxes.dkim] out of the configuration.",
        )
    if len(own.published) > 1:
        return distrusted(
            f"{name} signs its mail with {where}, and DNS has {len(own.published)} keys there: receivers take any of "
            "them (RFC 6376, 3.6.2.2)",
            f"Leave one record there: {record}. An old key stays under its own selector.",
        )
    return _of_one(name, own, own.published[0], where, record)


def _of_one(name: str, own: OwnKey, key: Key, where: str, record: str) -> Finding:
    if key.is_revoked:
        return distrusted(
            f"{name} signs its mail with {where}, and the key in DNS is taken back (it is empty)",
            f"Publish the key: {record}. If it was taken back on purpose, make a new one under another selector.",
        )
    if key.kind != own.kind:
        return distrusted(
            f"{name} signs its mail with {where} by {own.kind}, and DNS says {one_line(key.kind, 20)} (k=)",
            f"Publish the record as it is: {record}.",
        )
    if key.public != own.public:
        return distrusted(
            f"{name} signs its mail with {where}, and DNS has another key there: every signature is false",
            f"Publish the key that signs: {record}. If the one in DNS is the right one, put its private key where "
            "[mailboxes.dkim] key says.",
        )
    if key.is_test:
        return warning(
            f"the DKIM key {where} says t=y: a test, that need not count", "Take t=y out of the record."
        )
    return ok(f"{name} signs its mail with {where}, and DNS has this very key")


def of_one_click(name: str, *, signs: bool, seen: Signature | None) -> Iterator[Finding]:
    """Whether receivers may show the button. `seen`: how the mail to itself was signed, where there was one.

    A mailbox that signs for itself covers both fields; its key is another finding.
    """
    if signs:
        return
    if seen is None:
        yield warning(
            f"{name}: whether a signature covers the one-click opt-out cannot be told; without one receivers show no "
            "button (RFC 8058, 4)",
            f"`outreach doctor --send-test` looks. {_SIGN}",
        )
    elif lacking := sorted(ONE_CLICK - seen.covers):
        yield warning(
            f"{name}: the signature of {one_line(seen.domain, 80)} does not cover {' and '.join(lacking)}: receivers "
            "show no one-click button (RFC 8058, 4)",
            _SIGN,
        )
    else:
        yield ok(f"{name}: the signature of {one_line(seen.domain, 80)} covers the one-click opt-out")


_SIGN = "A signature of our own covers it: add [mailboxes.dkim], see docs/operations.md."
