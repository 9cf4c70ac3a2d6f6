"""What `campaign status` and `campaign list` show of a campaign."""

import dataclasses
from typing import TYPE_CHECKING, Any

from outreach.cli import workspace
from outreach.cli.campaign_edited import edited_in_words
from outreach.cli.reading import READING, reading_facts, readings

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config
    from outreach.sequences.model import Campaign

#: Of `campaign status` and `campaign list`.
STATUS_FIELDS = {
    "name": "of the campaign",
    "state": "draft, running, paused or stopped",
    "paused_why": "why the program paused it; empty where a person did, or nobody",
    "sequence": "its name",
    "version": "the version of the sequence that newcomers get; null before the start",
    "on_older_versions": "how many under way finish an older version",
    "edited": "a sentence where the files are no longer what goes out, and what takes them up; null where they are",
    "open_tasks": "calls and other tasks that wait for a person",
    "match_provider": "whether first mails go from a mailbox at the recipient's own mail provider",
    "list_name": "the list it runs over",
    "min_grade": "the worst grade by the ideal customer profile that it takes up; null: it takes everybody",
    "mailboxes": "the names of those it sends from",
    "enrollments": "how many runs are in each state",
    "outbox": "how many mails are in each state",
    "sent": "mails that a server has taken",
    "bounced": "people whose address is dead",
    "replied": "people who answered, counted once however often they wrote",
    "auto_replied": "automatic replies",
    "opted_out": "people who want no more mail",
    "referred": "colleagues whom replies named and who may be written to",
    "referral_follow_ups_sent": "referred colleagues who were written to",
    "referral_answers": "of these, those who answered",
    "awaiting_review": "replies that a person has to decide on",
    "referrals_waiting": "referrals that a person has to decide on",
    "new_first_mails": "what the replies that wait for a person leave of the first mails to new people, in a sentence",
    "response_rate": "replied, in per cent of those whom a mail reached; null before the first",
    "reading": READING,
    "restored": "a sentence while a backup was put in place of the database and a mailbox waits for a person, or null",
}


def statuses_of(name: str | None) -> list[dict[str, Any]]:
    """The figures of one campaign, or of all, with the fields of STATUS_FIELDS. Raises NotFound."""
    from sqlmodel import col, select

    from outreach.sending import restored
    from outreach.sequences import campaigns
    from outreach.sequences.model import Campaign

    config = workspace.config()
    with workspace.reading(config) as session:
        if name is None:
            chosen = list(session.exec(select(Campaign).order_by(col(Campaign.id))).all())
        else:
            chosen = [campaigns.find(session, name)]
        found = restored.standing(session)
        rest = {
            "new_first_mails": _held_back_by_replies(session, config),
            "restored": None if found is None else found.says,
        }
        return [
            _status_of(
                session,
                each,
                rest
                | {"edited": edited_in_words(session, config, each)}
                | {"reading": reading_facts(readings(session, config, each.mailboxes))},
            )
            for each in chosen
        ]


def status_lines(status: dict[str, Any]) -> dict[str, Any]:
    """One of them as names and values for people."""
    rate, reading = status["response_rate"], status["reading"]
    said = [*([status["restored"]] if status["restored"] else []), *reading["alarms"]]
    alarms = {"ALARM": " ".join(said)} if said else {}
    follow_ups = f"{status['referral_follow_ups_sent']}, answered: {status['referral_answers']}"
    paused = {"paused because": status["paused_why"]} if status["paused_why"] else {}
    matched = " (first mails by the recipient's provider)" if status["match_provider"] else ""
    return {
        "campaign": f"{status['name']} ({status['state']})",
        **alarms,
        **paused,
        "sequence": f"{status['sequence']}{_version_in_words(status)}",
        "list": status["list_name"]
        + (f" (grade {status['min_grade']} or better)" if status["min_grade"] else ""),
        "mailboxes": ", ".join(status["mailboxes"]) + matched,
        "enrollments": _counts(status["enrollments"]),
        "outbox": _counts(status["outbox"]),
        "open tasks": status["open_tasks"],
        "mails sent": status["sent"],
        "bounced": status["bounced"],
        "replied": status["replied"],
        "response rate": "no mail has arrived yet" if rate is None else f"{rate} % ({reading['says']})",
        "automatic replies": status["auto_replied"],
        "opted out": status["opted_out"],
        "referred": status["referred"],
        "follow-ups to referred": follow_ups,
        "awaiting review": status["awaiting_review"],
        "referrals waiting": status["referrals_waiting"],
        "new first mails": status["new_first_mails"],
    }


def _held_back_by_replies(session: "Session", config: "Config") -> str:
    from outreach.daemon.rules import sending_rules
    from outreach.qualification.waiting import waiting_for_person
    from outreach.sending.capacity import explain

    rules = sending_rules(config)
    return explain(waiting_for_person(session), rules.people, rules.replies_per_person)


def _status_of(session: "Session", found: "Campaign", rest: dict[str, Any]) -> dict[str, Any]:
    """`rest` is what is not asked of the campaign itself."""
    from outreach.reporting.campaign.status import campaign_status
    from outreach.sequences import campaigns, tasks

    in_use = campaigns.versions_in_use(session, found)
    known = dataclasses.asdict(campaign_status(session, found)) | {
        "paused_why": found.paused_why,
        "version": in_use.current,
        "on_older_versions": in_use.on_older,
        "open_tasks": tasks.count_open(session, found.id or 0),
        "match_provider": found.match_provider,
        "min_grade": found.min_grade,
        **rest,
    }
    return {field: known[field] for field in STATUS_FIELDS}


def _counts(by_state: dict[str, int]) -> str:
    return ", ".join(f"{count} {state}" for state, count in by_state.items()) or "none"


def _version_in_words(status: dict[str, Any]) -> str:
    if status["version"] is None:
        return ""
    older = status["on_older_versions"]
    return f", version {status['version']}" + (f" ({older} under way finish an older one)" if older else "")
