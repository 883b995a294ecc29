"""Memory given back to the system as soon as it is free.

The C library keeps what was freed for later, in pieces, and the more threads, the more of it: at
100,000 chunks that is half as much again as all that is in use. Where there is no glibc, nothing is
done.
"""

import ctypes
from contextlib import suppress
from functools import cache

# Of glibc's malloc.h.
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
_LARGE = 1 << 20


@cache
def hold_little_memory() -> None:
    """From here on, let large blocks go back as they are freed, and threads share what is kept."""
    with suppress(AttributeError, OSError, TypeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_MMAP_THRESHOLD, _LARGE)
        libc.mallopt(_ARENA_MAX, 2)


def give_back_memory() -> None:
    """Let go of what is free now: a large step is over."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
