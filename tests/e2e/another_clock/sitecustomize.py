"""A clock that goes wrong: Python imports this by itself in a process that has this folder on its PYTHONPATH.

CLOCK_SHIFT_DAYS says by how many days what the process takes for the present lies beside it.
"""

import datetime
import os
import time

SHIFT_S = float(os.environ.get("CLOCK_SHIFT_DAYS", "0")) * 86_400
REAL = datetime.datetime
time_of, gmtime, localtime = time.time, time.gmtime, time.localtime


class Like(type):
    """A moment that was made by C code is a moment too."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, REAL)


class Moved(REAL, metaclass=Like):
    """A moment; the present is another one."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> REAL:
        return REAL.now(tz) + datetime.timedelta(seconds=SHIFT_S)

    @classmethod
    def today(cls) -> REAL:
        return cls.now()

    @classmethod
    def utcnow(cls) -> REAL:
        return cls.now(datetime.UTC).replace(tzinfo=None)


def shifted() -> float:
    """The seconds since 1970 by this clock; `date.today` asks it too."""
    return time_of() + SHIFT_S


time.time = shifted
time.gmtime = lambda seconds=None: gmtime(shifted() if seconds is None else seconds)
time.localtime = lambda seconds=None: localtime(shifted() if seconds is None else seconds)
datetime.datetime = Moved  # type: ignore[misc]
