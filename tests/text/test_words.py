"""Stems are the same whoever asks for them."""

import sys
from concurrent.futures import ThreadPoolExecutor

from assistant.text.words import stem

WORDS = [
    f"{root}{ending}"
    for root in ("sanction", "negotiat", "escalat", "resolut", "generos", "communicat", "relat")
    for ending in ("s", "ed", "ing", "ions", "ional", "iveness", "ousness", "ly", "ment", "ness")
]


def test_threads_that_stem_at_once_do_not_mix_their_words():
    alone = {word: stem(word) for word in WORDS}
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda _: [stem.__wrapped__(w) for w in WORDS * 20], range(8)))
    finally:
        sys.setswitchinterval(interval)
    assert found == [[alone[word] for word in WORDS * 20]] * 8
