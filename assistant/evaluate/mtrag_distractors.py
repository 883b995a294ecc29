"""Distractor passages for the MTRAG turns that have none, so that declining them is not trivial.

An unanswerable turn of MTRAG has no passages at all. It gets those of the other turns of its
conversation, then those of turns of the same domain that share most of its words: a retriever
would have found these.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assistant.text.words import content_stems

Record = Mapping[str, Any]
Passage = Mapping[str, Any]

PASSAGES = 3
_DOMAIN = re.compile(
    r"(?P<cloud>ibmcld_)|(?P<wiki>\d+_)|(?P<finance>\d+-)|(?P<government>[0-9a-f]{16}-)"
)


def domain_of(passage_id: str) -> str:
    """The corpus of MTRAG that a passage comes from, recognised by the pattern of its id."""
    known = _DOMAIN.match(passage_id)
    return str(known.lastgroup) if known else "other"


class Distractors:
    """Finds passages of other turns that are close to a turn's topic."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._by_conversation: dict[str, list[Passage]] = {}
        self._all: dict[str, Passage] = {}
        for record in records:
            for passage in record["passages"]:
                self._by_conversation.setdefault(record["conversation_id"], []).append(passage)
                self._all.setdefault(passage["id"], passage)
        self._stems = {key: set(content_stems(p["text"])) for key, p in self._all.items()}
        held = Counter(stem for stems in self._stems.values() for stem in stems)
        self._weight = {s: math.log(1 + len(self._all) / n) for s, n in held.items()}

    def passages(self, record: Record) -> list[Passage]:
        """Passages for one turn: its conversation's own, then the closest of its domain."""
        ranked = self._ranked(record)
        own = {p["id"] for p in self._by_conversation.get(record["conversation_id"], ())}
        domain = _commonest_domain(own or ranked[:5])
        first = [key for key in ranked if key in own]
        others = [key for key in ranked if key not in own and domain_of(key) == domain]
        return [self._all[key] for key in (first + others)[:PASSAGES]]

    def _ranked(self, record: Record) -> list[str]:
        """The ids of all passages, by the inverse document frequency of the words they share.

        Words of the question have full weight, words of earlier turns a third.
        """
        *earlier, question = (set(content_stems(turn["text"])) for turn in record["history"])
        before = set().union(*earlier) - question
        weights = {stem: self._weight.get(stem, 0.0) for stem in question}
        weights |= {stem: self._weight.get(stem, 0.0) / 3 for stem in before}
        shared = {
            key: sum(weights[stem] for stem in stems & weights.keys())
            for key, stems in self._stems.items()
        }
        return sorted(shared, key=lambda key: (-shared[key], key))


def _commonest_domain(keys: Iterable[str]) -> str:
    return Counter(sorted(domain_of(key) for key in keys)).most_common(1)[0][0]
