"""Everything that `outreach` imports, imported: a process that is forked from one that has it begins at once."""

import gc

import sqlalchemy.orm

import outreach.cli.campaign
import outreach.cli.main
import outreach.cli.outbox
import outreach.cli.prospects
import outreach.cli.run
import outreach.daemon.run
import outreach.sequences.lint
import outreach.tables
import tests.support.crashing_daemon  # noqa: F401

sqlalchemy.orm.configure_mappers()
# What is here stays: no collector of a forked process need look at it, and no page of it be copied for that.
gc.freeze()
