"""The command line: click groups, loaded only when they are used. The only writer to the terminal."""
