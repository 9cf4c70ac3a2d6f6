"""What the Tab key offers beside commands: names of campaigns and mailboxes. It never fails, and says nothing."""

from collections.abc import Callable, Iterable

import click

from outreach.core.errors import OutreachError


def campaign_names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Of the campaigns that there are."""

    def names() -> Iterable[str]:
        from sqlmodel import select

        from outreach.cli import workspace
        from outreach.sequences.model import Campaign

        with workspace.reading() as session:
            return session.exec(select(Campaign.name)).all()

    return _offered(ctx, names, incomplete)


def mailbox_names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Of the mailboxes in the configuration."""

    def names() -> Iterable[str]:
        from outreach.cli import workspace

        return [each.name for each in workspace.config().mailboxes]

    return _offered(ctx, names, incomplete)


def _offered(ctx: click.Context, names: Callable[[], Iterable[str]], incomplete: str) -> list[str]:
    root = ctx.find_root()
    # Nothing is called while a line is completed, so nobody has kept --config yet.
    root.obj = root.obj or {"config": root.params.get("config_path")}
    # Whatever is wrong is told by the command itself.
    with ctx.scope(cleanup=False):
        try:
            return sorted(name for name in names() if name.startswith(incomplete))
        except (OutreachError, OSError):
            return []
