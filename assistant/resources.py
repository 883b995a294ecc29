"""The processor cores and the memory of this process.

The C library keeps freed memory for later, in fragments, and the more threads, the more of it: at
100,000 chunks that is half as much again as all that is in use. The functions here make it return
memory to the system. Without glibc they do nothing.
"""

import ctypes
import os
from contextlib import suppress

# From glibc's malloc.h
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
_LARGE = 1 << 20


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def limit_memory() -> None:
    """Make large blocks return to the system when they are freed, and threads share the rest."""
    with suppress(AttributeError, OSError, TypeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_MMAP_THRESHOLD, _LARGE)
        libc.mallopt(_ARENA_MAX, 2)


def release_memory() -> None:
    """Return freed memory to the system now; call it after a large step."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
