"""Groups and commands as all of ours are: the fields of `--json` stand in the help."""

import click

from outreach.cli.output import JsonOption


class Command(click.Command):
    """A command whose help lists what its `--json` holds."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        for option in self.params:
            if isinstance(option, JsonOption):
                with formatter.section(f"Fields of --json, {option.shape}"):
                    formatter.write_dl(list(option.fields.items()))


class Group(click.Group):
    """A group of them."""

    command_class = Command
