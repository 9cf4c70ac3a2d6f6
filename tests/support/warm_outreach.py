"""Everything that `outreach` imports, imported: a process that is forked from one that has it begins at once."""

# ruff: noqa: F401 - to import them is all that this module does.
import encodings.idna
import gc

import email_validator
import publicsuffixlist
import sqlalchemy.orm

import outreach.cli.campaign
import outreach.cli.main
import outreach.cli.outbox
import outreach.cli.prospects
import outreach.cli.run
import outreach.daemon.lock
import outreach.daemon.run
import outreach.prospects.reading
import outreach.qualification.service
import outreach.replies.understanding
import outreach.sequences.loading
import outreach.tables
import tests.support.crashing_daemon

sqlalchemy.orm.configure_mappers()
# The first letter costs the half second in which the rules are made ready.
outreach.replies.understanding.understand(
    b"From: a@b.example\n\nPlease write to Maria Weber, maria@b.example.\n"
)
# What is here stays: no collector of a forked process need look at it, and no page of it be copied for that.
gc.freeze()
