"""A thousand mailboxes, a million prospects, thirty working days: `python -m benchmarks.scale`."""
