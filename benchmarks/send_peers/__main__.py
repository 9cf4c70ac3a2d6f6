"""`python -m benchmarks.send_peers`: how fast the others hand in 4,000 mails of about 1.2 KB."""

from benchmarks.send_peers import peers, table
from benchmarks.send_peers.sink import why_missing

if __name__ == "__main__":
    print(why_missing() or table(peers()))
