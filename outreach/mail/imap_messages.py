"""Messages out of the open folder: sizes first, then the bytes in batches, and no byte believed unchecked."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from outreach.core.clock import SystemClock
from outreach.core.untrusted import one_line
from outreach.mail.imap_answers import MessageFacts, bodies_of, facts_of, headers_of, summaries_of
from outreach.mail.imap_protocol import ROOM, Answer
from outreach.mail.imap_refusals import is_temporary
from outreach.mail.imap_trouble import ImapTrouble, ProtocolTrouble
from outreach.mail.imap_turns import Turns

#: Sizes are asked for so many messages at once: a line may have some 8,000 bytes.
SIZES_AT_ONCE = 500
#: Messages are fetched in batches of so many, or of so many bytes, whichever is reached first.
BATCH = 100
BATCH_BYTES = 4_000_000
#: Beyond the sizes that the server told: what it wraps around the messages.
_SLACK = 1_000_000


@dataclass(frozen=True, slots=True)
class FetchedMessage:
    """A message as the server hands it out."""

    uid: int
    #: Of the whole message, in bytes.
    size: int
    #: When the server got it (INTERNALDATE), UTC; when we fetched it, where the server's date is none.
    received_at: datetime
    #: All of it, or its beginning where `truncated`, or nothing where `refused`.
    raw: bytes
    truncated: bool = False
    #: The server's words where it cannot hand out this one message: set it aside, and go on.
    refused: str | None = None
    #: The server's own id that outlives a move to another folder (X-GM-MSGID, RFC 8474), where it has one.
    provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class FetchedHeader:
    """Some header fields of a message, as bytes."""

    uid: int
    #: As for a message.
    received_at: datetime
    fields: bytes


@dataclass(frozen=True, slots=True)
class FetchedSummary:
    """What tells whether a message is worth fetching."""

    uid: int
    provider_id: str | None
    #: Gmail's, in lower case (`\\sent`, `\\inbox`, a person's own); empty elsewhere.
    labels: frozenset[str]
    fields: bytes


class MessageReader:
    """Fetches messages from the folder that is open, without leaving a mark on them (BODY.PEEK)."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    async def batches(self, uids: Sequence[int], *, limit: int) -> AsyncIterator[list[FetchedMessage]]:
        """The messages by ascending UID, each cut at `limit` bytes. What has vanished is left out."""
        ordered = sorted(set(uids))
        for start in range(0, len(ordered), SIZES_AT_ONCE):
            chunk = ordered[start : start + SIZES_AT_ONCE]
            with _about(chunk):
                facts = await self._all_facts(chunk)
            for batch in _batched(facts, limit):
                with _about([fact.uid for fact in batch]):
                    yield await self._messages(batch, limit)

    async def headers(self, uids: Sequence[int], names: Sequence[str]) -> list[FetchedHeader]:
        """These header fields of the messages, by ascending UID. What has vanished is left out."""
        ordered = sorted(set(uids))
        items = f"(UID INTERNALDATE BODY.PEEK[HEADER.FIELDS ({' '.join(names)})])"
        with _about(ordered):
            async with self._turns.command("FETCH"):
                answer = await self._ask(ordered, items, ROOM)
                found = headers_of(answer.responses, frozenset(ordered)) if answer.is_ok else {}
            self._turns.demand_ok(answer, "FETCH")
        now = SystemClock().now()
        return [FetchedHeader(uid, found[uid][1] or now, found[uid][0]) for uid in ordered if uid in found]

    async def summaries(self, uids: Sequence[int], names: Sequence[str]) -> list[FetchedSummary]:
        """The provider's ids, labels and these header fields, by ascending UID. What has vanished is left out."""
        ordered = sorted(set(uids))
        labels = " X-GM-LABELS" if "X-GM-EXT-1" in self._turns.protocol.capabilities else ""
        items = f"(UID{self._provider_item}{labels} BODY.PEEK[HEADER.FIELDS ({' '.join(names)})])"
        with _about(ordered):
            async with self._turns.command("FETCH"):
                answer = await self._ask(ordered, items, ROOM)
                found = summaries_of(answer.responses, frozenset(ordered)) if answer.is_ok else {}
            self._turns.demand_ok(answer, "FETCH")
        return [FetchedSummary(uid, *found[uid]) for uid in ordered if uid in found]

    async def _all_facts(self, uids: Sequence[int]) -> list[MessageFacts]:
        """What is known of the messages. That one has vanished is only believed when it is said twice."""
        facts = await self._facts(uids)
        if missing := sorted(set(uids) - {fact.uid for fact in facts}):
            facts += await self._facts(missing)
        return sorted(facts, key=lambda fact: fact.uid)

    async def _facts(self, uids: Sequence[int]) -> list[MessageFacts]:
        async with self._turns.command("FETCH"):
            answer = await self._ask(uids, f"(UID RFC822.SIZE INTERNALDATE{self._provider_item})", ROOM)
            facts = facts_of(answer.responses, frozenset(uids)) if answer.is_ok else []
        self._turns.demand_ok(answer, "FETCH")
        return facts

    @property
    def _provider_item(self) -> str:
        items = {"X-GM-EXT-1": " X-GM-MSGID", "OBJECTID": " EMAILID"}
        return next((items[word] for word in items if word in self._turns.protocol.capabilities), "")

    async def _messages(self, batch: Sequence[MessageFacts], limit: int) -> list[FetchedMessage]:
        whole = [fact for fact in batch if fact.size <= limit]
        large = [fact for fact in batch if fact.size > limit]
        bodies: dict[int, bytes] = {}
        for facts in filter(None, (whole, large)):
            answer, found = await self._bodies(facts, limit)
            self._demand_not_busy(answer)
            bodies |= found
        messages = [await self._checked(fact, limit, bodies.get(fact.uid)) for fact in batch]
        return [message for message in messages if message is not None]

    async def _checked(self, fact: MessageFacts, limit: int, body: bytes | None) -> FetchedMessage | None:
        """The message where its bytes are as many as the server has told, else what a second look says."""
        if body is not None and len(body) == min(fact.size, limit):
            return _message(fact, limit, body)
        return await self._second_look(fact, limit, body)

    async def _second_look(self, fact: MessageFacts, limit: int, body: bytes | None) -> FetchedMessage | None:
        """One message alone. A wrong size may mean a server that estimates (Exchange), or a literal announced
        wrong, which swallows or loses a neighbour: what comes twice alike is the message.
        """
        for _ in range(2):
            answer, found = await self._bodies([fact], limit)
            self._demand_not_busy(answer)
            if not answer.is_ok:
                return _refused(fact, answer.status.words)
            again = found.get(fact.uid)
            if again is None:
                vanished = not await self._facts([fact.uid])
                return None if vanished else _refused(fact, "The server says OK and hands out nothing.")
            if again == body or len(again) == min(fact.size, limit):
                return _message(fact, limit, again)
            body = again
        trouble = ProtocolTrouble(
            f"{self._turns.protocol.peer} hands out UID {fact.uid} differently each time"
        )
        raise self._turns.protocol.fail(trouble)

    async def _bodies(self, facts: Sequence[MessageFacts], limit: int) -> tuple[Answer, dict[int, bytes]]:
        uids = [fact.uid for fact in facts]
        due = sum(min(fact.size, limit) for fact in facts)
        part = f"<0.{limit}>" if facts[0].size > limit else ""
        async with self._turns.command("FETCH", bytes_to_move=due):
            answer = await self._ask(uids, f"(UID BODY.PEEK[]{part})", 2 * due + limit + _SLACK)
            return answer, bodies_of(answer.responses, frozenset(uids))

    async def _ask(self, uids: Sequence[int], items: str, room: int) -> Answer:
        return await self._turns.protocol.ask("FETCH", uid_set(uids), items, prefix="UID", room=room)

    def _demand_not_busy(self, answer: Answer) -> None:
        # Nothing is known about the message yet: it must not be set aside because the server is tired.
        if not answer.is_ok and is_temporary(answer.status):
            self._turns.demand_ok(answer, "FETCH")


def uid_set(uids: Sequence[int]) -> str:
    """Ascending UIDs as a sequence set (RFC 3501, 9): `1:3,7`."""
    ranges: list[list[int]] = []
    for uid in uids:
        if ranges and ranges[-1][-1] == uid - 1:
            ranges[-1][1:] = [uid]
        else:
            ranges.append([uid])
    return ",".join(":".join(map(str, ends)) for ends in ranges)


def _batched(facts: Sequence[MessageFacts], limit: int) -> Iterator[list[MessageFacts]]:
    batch: list[MessageFacts] = []
    size = 0
    for fact in facts:
        due = min(fact.size, limit)
        if batch and (len(batch) >= BATCH or size + due > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(fact)
        size += due
    if batch:
        yield batch


def _message(fact: MessageFacts, limit: int, body: bytes) -> FetchedMessage:
    truncated = len(body) >= limit and max(fact.size, len(body)) > limit
    return FetchedMessage(
        uid=fact.uid,
        size=max(fact.size, len(body)) if truncated else len(body),
        received_at=_received_at(fact),
        raw=body[:limit],
        truncated=truncated,
        provider_id=fact.provider_id,
    )


def _refused(fact: MessageFacts, words: str) -> FetchedMessage:
    return FetchedMessage(
        uid=fact.uid,
        size=fact.size,
        received_at=_received_at(fact),
        raw=b"",
        refused=one_line(words) or "The server does not say why.",
        provider_id=fact.provider_id,
    )


def _received_at(fact: MessageFacts) -> datetime:
    return fact.received_at or SystemClock().now()


@contextmanager
def _about(uids: Sequence[int]) -> Iterator[None]:
    """Trouble inside carries the messages that it came with."""
    try:
        yield
    except ImapTrouble as trouble:
        trouble.uids = tuple(uids)
        raise
