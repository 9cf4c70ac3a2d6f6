"""`outreach prospects retain`: what has been kept for long enough, and its end."""

import click

from outreach.cli import workspace
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, facts, json_option, say
from outreach.cli.progress import progress

FIELDS = {
    "applied": "whether it was done; false: this is what would go",
    "automatic_mail": "automatic replies and delivery reports",
    "unmatched_mail": "messages that answer nothing of ours",
    "silent_contacts": "people who never answered",
}


@click.command(cls=Command, epilog="outreach prospects retain\noutreach prospects retain --apply")
@click.option("--apply", is_flag=True, help="Do it now; the daemon does it once a day by itself.")
@json_option(FIELDS, shape="one object")
def retain(apply: bool, as_json: bool) -> None:
    """Whose texts have been kept for as long as [retention] says, and with --apply: take them out.

    What went out when, and every no, stays: the same mail never goes out twice, and nobody who said no is written to.
    """
    from outreach.daemon.retention_turn import retention_rules
    from outreach.rights.retention import over
    from outreach.rights.retention import retain as retain_some

    config = workspace.config()
    rules, now = retention_rules(config), workspace.now()
    with workspace.database(config) as database:
        with database.reading() as session:
            due = over(session, rules, now)
        total = due.automatic_mail + due.unmatched_mail + due.silent_contacts
        if apply:
            with progress("emptying", total) as advance:
                while True:
                    with database.writing() as session:
                        done = retain_some(session, rules, now, actor=workspace.actor())
                    if not done.anything:
                        break
                    advance(done.automatic_mail + done.unmatched_mail + done.silent_contacts)
    told = {"automatic_mail": due.automatic_mail, "unmatched_mail": due.unmatched_mail}
    told["silent_contacts"] = due.silent_contacts
    if as_json:
        emit_json({"applied": apply, **told})
        return
    facts(told)
    say("Their texts are gone." if apply else "This would be emptied. Do it with --apply.")
