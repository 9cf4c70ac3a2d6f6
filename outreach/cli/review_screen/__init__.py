"""`outreach review` on a full screen: the queue, one reply with what is known about it, one key a decision."""
