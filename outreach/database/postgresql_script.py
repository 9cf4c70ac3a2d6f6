"""What `pg_restore` writes for `psql`, carried out on a connection of ours: so it is one transaction with what we add.

A line is a part of a statement, or `COPY … FROM stdin;` and then a row a line up to `\\.` (PostgreSQL's documentation
of pg_dump and COPY, text format: a row never holds a bare line break).
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from psycopg import Connection, Cursor

#: Words to psql, and a setting that servers before PostgreSQL 17 do not know: newer tools begin with it all the same.
_NOT_FOR_THE_SERVER = (b"\\restrict ", b"\\unrestrict ", b"SET transaction_timeout ")
_COPY = re.compile(rb"COPY .+ FROM stdin;\r?\n")
_END_OF_ROWS = b"\\.\n"
#: Bytes that are handed on at once, and the end of their row: a letter with what is attached is one row.
_AT_ONCE = 1 << 20


class CutShort(Exception):
    """The script ends in the midst of a table."""


def carry_out(script: Iterable[bytes], connection: "Connection[object]") -> None:
    """Carry out every line, in the transaction that is open. Raises psycopg.Error, and CutShort."""
    lines = iter(script)
    with connection.cursor() as cursor:
        statements: list[bytes] = []
        for line in lines:
            if _COPY.fullmatch(line):
                _execute(cursor, statements)
                _copy(cursor, line, lines)
                statements = []
            elif not line.startswith(_NOT_FOR_THE_SERVER):
                statements.append(line)
        _execute(cursor, statements)
        # It has emptied the search path for itself.
        cursor.execute("RESET ALL")


def _execute(cursor: "Cursor[object]", statements: list[bytes]) -> None:
    if statements:
        # Without parameters and unprepared, the server takes as many statements as there are.
        cursor.execute(b"".join(statements), prepare=False)


def _copy(cursor: "Cursor[object]", statement: bytes, lines: Iterator[bytes]) -> None:
    ended = False

    def rows() -> Iterator[bytes]:
        nonlocal ended
        for line in lines:
            if line == _END_OF_ROWS:
                ended = True
                return
            yield line

    with cursor.copy(statement.rstrip(b";\r\n")) as copy:
        for some in _together(rows()):
            copy.write(some)
        if not ended:
            raise CutShort


def _together(rows: Iterator[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for row in rows:
        held.append(row)
        size += len(row)
        if size >= _AT_ONCE:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)
