"""Where the files lie that come with the program, for whoever writes them into a workspace."""

from outreach.core.shipped import shipped

__all__ = ["shipped"]
