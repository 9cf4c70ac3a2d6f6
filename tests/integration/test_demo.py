"""The demo in small: two runs agree, what it tells is what happened, and nobody is written to who said no."""

import dataclasses
import json
from pathlib import Path

import pytest

from outreach.cli.demo import DEMO_FIELDS, _as_json
from outreach.cli.demo_text import next_steps, report
from outreach.core.intents import Intent
from outreach.sandbox.demo import Demo
from outreach.sandbox.demo_truth import Reading
from tests.support.cli_workspaces import PROSPECTS, Played, played_in, played_workspace  # noqa: F401 - a fixture
from tests.support.command_line import CommandLine

#: What a person means who writes to us, as opposed to what machines send.
BY_HAND = {
    *(Intent.REFERRAL, Intent.RIGHT_PERSON, Intent.INTERESTED, Intent.QUESTION, Intent.NOT_NOW),
    *(Intent.NOT_INTERESTED, Intent.UNSUBSCRIBE, Intent.WRONG_PERSON),
}
