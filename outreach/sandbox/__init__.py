"""A world of mail on loopback for `outreach demo` and for tests: real sockets, made-up people, ours among them."""
