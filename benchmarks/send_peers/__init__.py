"""Other programs that hand in the same mails to the same server, so that our own speed can be judged.

`peers()` runs all of them. A benchmark with a contender of its own gives it to `run_rounds` together with
`PEERS`: they take turns, so that the noise of a shared machine hits all alike.
"""

from benchmarks.send_peers.contest import Contender, Figure, run_rounds, table
from benchmarks.send_peers.contestants import PEERS, peers

__all__ = ["PEERS", "Contender", "Figure", "peers", "run_rounds", "table"]
