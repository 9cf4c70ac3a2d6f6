"""What DNS says of a sending domain comes to, in words, each with its next step: MX, SPF, DKIM, DMARC and alignment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outreach.core.addresses import is_free_mail
from outreach.core.untrusted import one_line
from outreach.mail import dmarc
from outreach.mail.dkim import Key, Signature
from outreach.mail.domain_look import DomainLook
from outreach.mail.spf_reckoning import LIMIT, Reckoned
from outreach.reporting.findings import Finding, Severity, distrusted, ok, warning
from outreach.sending.providers import GOOGLE, MAIL_RU, MICROSOFT, YANDEX, ZOHO, provider_of_host

#: What a domain's SPF includes, or redirects to, where a provider sends its mail; the first is the one to add.
SPF_OF: dict[str, tuple[str, ...]] = {
    GOOGLE: ("_spf.google.com",),
    MICROSOFT: (
        "spf.protection.outlook.com",
        "spf.protection.office365.us",
        "spf.protection.partner.outlook.cn",
    ),
    YANDEX: ("_spf.yandex.net", "_spf.yandex.ru"),
    MAIL_RU: ("_spf.mail.ru",),
    ZOHO: (
        "zohomail.com",
        "zoho.com",
        "zoho.eu",
        "zohomail.eu",
        "zoho.in",
        "zoho.jp",
        "one.zoho.com",
        "one.zoho.eu",
    ),
    "proton": ("_spf.protonmail.ch",),
    "apple": ("icloud.com",),
    "fastmail": ("spf.messagingengine.com",),
    "ionos": ("_spf-eu.ionos.com", "_spf-us.ionos.com", "_spf.perfora.net", "_spf.kundenserver.de"),
}
_SEND_TEST = "`outreach doctor --send-test` sends a mail to itself and reads how it was signed."
_PROVIDER_SWITCHES_ON = (
    "Switch DKIM on with the provider of the mailbox, and put the record it shows into DNS."
)


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether receivers can tell that mail from the domain is its own. None: it cannot be told from here."""

    spf: bool | None
    dkim: bool | None

    @property
    def is_there(self) -> bool | None:
        """One of the two is enough for DMARC (RFC 7489, 4.2)."""
        if self.spf or self.dkim:
            return True
        return None if None in (self.spf, self.dkim) else False


def of_domain(look: DomainLook) -> Iterator[Finding]:
    """Everything, the errors where they belong."""
    if is_free_mail(look.domain):
        yield warning(
            f"{look.domain} is a domain of free mailboxes: its records are its provider's",
            "Write to companies from a domain of your own: free mailboxes have small limits and little trust.",
        )
        return
    proof = Proof(_spf_holds(look), _dkim_holds(look))
    yield from _mail_servers(look)
    yield from _spf(look, proof)
    yield from _dkim(look)
    yield from _dmarc(look, proof)
    if look.unanswered:
        more = f", and {len(look.unanswered) - 1} more" if len(look.unanswered) > 1 else ""
        yield warning(
            f"{look.domain}: {look.unanswered[0]}{more}",
            "Look again later; --name-server ADDRESS asks another one.",
        )


# --- MX -------------------------------------------------------------------------------------------------------------


def _mail_servers(look: DomainLook) -> Iterator[Finding]:
    if look.mail_servers is None:
        return
    if not look.mail_servers or look.mail_servers == (".",):
        if look.has_address:
            yield warning(
                f"{look.domain} has no MX record, only an address of its own",
                "Add an MX record: some servers demand one.",
            )
            return
        says = "says that it takes no mail" if look.mail_servers else "has no MX record"
        yield distrusted(
            f"{look.domain} {says}: answers to it come nowhere, and many servers refuse mail from it",
            "Add the MX records that the provider of the mailbox names.",
        )
        return
    yield ok(f"{look.domain}: mail goes to {_listed(look.mail_servers)}")


# --- SPF ------------------------------------------------------------------------------------------------------------


def _spf(look: DomainLook, proof: Proof) -> Iterator[Finding]:
    spf = look.spf
    if len(spf.records) != 1:
        if not spf.records and not spf.unanswered:
            # A domain with a sound signature is still proven; one with neither is refused by the large providers.
            kind = warning if proof.dkim else distrusted
            yield kind(
                f"{look.domain} has no SPF record: nobody can tell who may send for it",
                f'Add a TXT record to {look.domain}: "v=spf1 {_allowing(look)} ~all".',
            )
        elif spf.records:
            yield distrusted(
                f"{look.domain} has {len(spf.records)} SPF records, which is as good as none (RFC 7208, 4.5)",
                "Put them together into one record, and delete the others.",
            )
        return
    broken = [*spf.faults]
    if spf.lookups > LIMIT:
        many = f"more than {spf.lookups - 1}" if spf.lookups > LIMIT * 3 else str(spf.lookups)
        broken.append(f"it asks DNS {many} times, and {LIMIT} are allowed (RFC 7208, 4.6.4)")
    for fault in broken:
        yield distrusted(
            f"{look.domain}: the SPF record is broken: {fault}",
            "Mend the record: to receivers a broken one is no SPF. Leave out what no longer sends for you.",
        )
    if spf.ends in ("", "?", "+"):
        ending = {
            "": "says nothing of others",
            "?": 'ends with "?all"',
            "+": 'ends with "+all": anybody may send',
        }
        yield warning(
            f"{look.domain}: the SPF record {ending[spf.ends]}", 'End it with "~all", later with "-all".'
        )
    if _allows_nobody(spf):
        yield distrusted(
            f"{look.domain}: by the SPF record nobody may send for it",
            f"Put into it what the provider of the mailbox names: {_allowing(look)}",
        )
    elif not broken:
        yield from _coverage(look)


def _coverage(look: DomainLook) -> Iterator[Finding]:
    """Whether the record allows the servers that we hand mail in to."""
    for host, addresses in look.handed_in_at.items():
        covered = _covers(look.spf, host, addresses)
        shown = one_line(host, 100)
        if covered:
            yield ok(f"{look.domain}: SPF allows {shown}")
        elif wanted := SPF_OF.get(provider_of_host(host)):
            yield warning(
                f"{look.domain}: SPF does not allow {shown}, through which its mail goes",
                f"Add include:{wanted[0]} to the SPF record of {look.domain}.",
            )
        else:
            yield warning(
                f"{look.domain}: SPF does not name {shown}; whether it names the server behind it cannot be told",
                f"Add what the provider of {shown} names for SPF. {_SEND_TEST}",
            )


def _covers(spf: Reckoned, host: str, addresses: Sequence[object]) -> bool | None:
    """None where nobody can tell: mail may leave by another address than it is handed in at."""
    wanted = SPF_OF.get(provider_of_host(host))
    if wanted is not None:
        return bool(spf.includes & set(wanted))
    if any(spf.covers(address) for address in addresses):  # type: ignore[arg-type]
        return True
    return None


def _spf_holds(look: DomainLook) -> bool | None:
    spf = look.spf
    if spf.unanswered:
        return None
    if len(spf.records) != 1 or spf.faults or spf.lookups > LIMIT:
        return False
    if _allows_nobody(spf):
        return False
    covered = [_covers(spf, host, addresses) for host, addresses in look.handed_in_at.items()]
    if False in covered:
        return None if spf.depends else False
    return None if None in covered or not covered else True


def _allows_nobody(spf: Reckoned) -> bool:
    return not (spf.networks or spf.includes or spf.depends or spf.unanswered or spf.ends == "+")


def _allowing(look: DomainLook) -> str:
    """What the record that is missing should say."""
    providers = (SPF_OF.get(provider_of_host(host)) for host in look.handed_in_at)
    known = [f"include:{wanted[0]}" for wanted in providers if wanted]
    return " ".join(dict.fromkeys(known)) or "mx include:WHAT-YOUR-PROVIDER-NAMES"


# --- DKIM -----------------------------------------------------------------------------------------------------------


def _dkim(look: DomainLook) -> Iterator[Finding]:
    seen = look.keys.items()
    if not seen:
        yield warning(
            f"{look.domain}: it cannot be told whether its mail is signed (DKIM): no signed mail of ours was seen, and "
            "no key under the usual names",
            f"{_SEND_TEST} Where none is signed: {_PROVIDER_SWITCHES_ON[0].lower()}{_PROVIDER_SWITCHES_ON[1:]}",
        )
    for signature, key in seen:
        yield _of_key(look, signature, key)


def _of_key(look: DomainLook, signature: Signature, key: Key | None) -> Finding:
    where = one_line(signature.key_name, 120)
    if key is None:
        return distrusted(
            f"mail of {look.domain} is signed with {where}, and DNS has no such key: every signature is false",
            f"Publish the key as a TXT record at {where}; the provider shows it.",
        )
    if key.is_revoked or key.fault:
        what = "is taken back (it is empty)" if key.is_revoked else f"cannot be read: {key.fault}"
        return distrusted(f"the DKIM key {where} {what}", f"Publish a new one. {_PROVIDER_SWITCHES_ON}")
    if key.bits is not None and key.bits < 1024:
        return distrusted(
            f"the DKIM key {where} has {key.bits} bits: receivers do not count it (RFC 8301)",
            "Have the provider make one of 2048 bits.",
        )
    if key.is_test:
        return warning(
            f"the DKIM key {where} says t=y: a test, that need not count", "Take t=y out of the record."
        )
    if key.bits == 1024:
        return warning(
            f"the DKIM key {where} has 1024 bits, which is the least that counts",
            "Have the provider make one of 2048 bits, at your leisure.",
        )
    if look.keys_are_guessed:
        return ok(f"{look.domain}: there is a DKIM key {where}; no signed mail of ours was seen that uses it")
    return ok(f"mail of {look.domain} is signed with {where}, and the key is there")


def _dkim_holds(look: DomainLook) -> bool | None:
    """Whether a signature that was seen is sound and stands for the domain in From."""
    if not look.keys or look.keys_are_guessed:
        return None
    strict = bool(look.dmarc) and dmarc.parse(look.dmarc[0]).strict_dkim
    return any(
        key is not None
        and not (key.is_revoked or key.fault)
        and (key.bits or 1024) >= 1024
        and dmarc.is_aligned(look.domain, signature.domain, strict=strict)
        for signature, key in look.keys.items()
    )


# --- DMARC ----------------------------------------------------------------------------------------------------------


def _dmarc(look: DomainLook, proof: Proof) -> Iterator[Finding]:
    if not look.dmarc:
        if not any("_dmarc" in each for each in look.unanswered):
            yield warning(
                f"{look.domain} has no DMARC record: Google and Yahoo want one of whoever sends much",
                f'Add a TXT record to _dmarc.{look.domain}: "v=DMARC1; p=none; rua=mailto:ADDRESS".',
            )
        return
    record = dmarc.parse(look.dmarc[0])
    if len(look.dmarc) > 1 or record.faults:
        what = f"there are {len(look.dmarc)} records" if len(look.dmarc) > 1 else record.faults[0]
        yield warning(
            f"{look.dmarc_of}: the DMARC record is broken: {what}",
            f'Have one TXT record at _dmarc.{look.dmarc_of}, such as "v=DMARC1; p=none; rua=mailto:ADDRESS".',
        )
    yield _alignment(look, record, proof)


def _alignment(look: DomainLook, record: dmarc.DmarcRecord, proof: Proof) -> Finding:
    policy = record.policy if look.dmarc_of == look.domain else record.for_subdomains
    asks = f"{look.domain}: DMARC asks receivers to {_ASKED[policy]} mail that is not proven to be its own"
    if proof.is_there:
        by = " and ".join(name for name, holds in (("SPF", proof.spf), ("DKIM", proof.dkim)) if holds)
        return ok(f"{asks}; ours is, by {by}")
    if proof.is_there is None:
        severity = warning if policy != "none" else _mild
        return severity(f"{asks}; whether ours is cannot be told", _SEND_TEST)
    sound = sorted({one_line(each.domain, 80) for each, key in look.keys.items() if key is not None})
    signers = f"it is signed by {', '.join(sound)}" if sound else "no signature of it holds"
    kind = warning if policy == "none" else distrusted
    return kind(
        f"{asks}, and ours is not: SPF does not allow our servers, and {signers}",
        f"Have mail signed as {look.domain} (DKIM d={look.domain}), or let its SPF allow the servers that we use.",
    )


def _mild(says: str, remedy: str) -> Finding:
    return Finding(Severity.OK, says, remedy)


_ASKED = {"none": "let pass", "quarantine": "put into Junk", "reject": "refuse"}


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(one_line(name, 80) for name in names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
