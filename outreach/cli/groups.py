"""Groups and commands as all of ours are: the fields of `--json` and an example stand in the help."""

import click

from outreach.cli.output import JsonOption


class Command(click.Command):
    """A command whose help lists what its `--json` holds, and ends with examples: its epilog, one a line."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        for option in self.params:
            if isinstance(option, JsonOption):
                with formatter.section(f"Fields of --json, {option.shape}"):
                    formatter.write_dl(list(option.fields.items()))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The epilog is examples, a command a line; they are not folded, so that they can be copied."""
        if self.epilog:
            with formatter.section("Example"):
                for example in self.epilog.splitlines():
                    formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


class Group(click.Group):
    """A group of them."""

    command_class = Command
