"""Whose fault an error of the database is: its own, or that of what was to be written."""

from sqlalchemy import exc

#: The driver's word for: this value, this statement is wrong. Tried again, it would be wrong again.
_WHAT_WAS_WRITTEN = (exc.DataError, exc.IntegrityError, exc.ProgrammingError, exc.NotSupportedError)


def is_the_databases_own(error: BaseException) -> bool:
    """Whether the database could not do its work: it is locked, full, gone. The same may well succeed later."""
    if isinstance(error, exc.TimeoutError):
        return True
    return isinstance(error, exc.DBAPIError) and not isinstance(error, _WHAT_WAS_WRITTEN)


def is_a_collision(error: BaseException) -> bool:
    """Whether somebody else has stored the same at the same moment: tried again, it is found and not stored twice."""
    return isinstance(error, exc.IntegrityError)
