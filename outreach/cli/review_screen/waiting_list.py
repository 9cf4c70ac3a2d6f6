"""The rows that the screen has, which of them is current, and what becomes of both when one goes or others come."""

from collections.abc import Sequence

from outreach.cli.review_screen.values import Row


class WaitingList:
    """The queue as far as it has been loaded. `current` is an index, 0 where there are no rows."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.current = 0
        self.total = 0
        #: Goes up whenever rows come or go.
        self.version = 0

    @property
    def row(self) -> Row | None:
        return self.rows[self.current] if self.rows else None

    def index_of(self, review_id: int) -> int | None:
        return next((at for at, row in enumerate(self.rows) if row.review_id == review_id), None)

    def replace(self, rows: Sequence[Row], total: int) -> None:
        """New rows from the desk; the one that was current stays so, or else the one that has its place."""
        current, place = self.row, self.current
        self.rows, self.total = list(rows), total
        self.version += 1
        found = None if current is None else self.index_of(current.review_id)
        self.move_to(place if found is None else found)

    def extend(self, rows: Sequence[Row], total: int) -> list[Row]:
        """Rows behind those that are there; those that came with an earlier page are left out."""
        known = {row.review_id for row in self.rows}
        new = [row for row in rows if row.review_id not in known]
        self.rows += new
        self.version += 1
        self.total = total
        return new

    def take_out(self, review_id: int) -> None:
        """One has been decided: the next takes its place, at the end the one before it."""
        at = self.index_of(review_id)
        if at is None:
            return
        del self.rows[at]
        self.version += 1
        self.total -= 1
        self.move_to(self.current - 1 if at < self.current else self.current)

    def put_back(self, row: Row) -> None:
        """One that was undone stands where the cursor is, and is current."""
        at = self.index_of(row.review_id)
        if at is None:
            at = self.current
            self.rows.insert(at, row)
            self.total += 1
        self.rows[at] = row
        self.version += 1
        self.move_to(at)

    def move_to(self, index: int) -> None:
        self.current = max(0, min(index, len(self.rows) - 1))
