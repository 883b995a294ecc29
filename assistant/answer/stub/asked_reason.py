"""Prefers the sentences that give a reason where a question asks why."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.reader.sentence_evidence import SentenceEvidence

_ASKS = re.compile(r"\bwhy\b|\bwhat (?:caused|led to)\b|\breasons?\b", re.IGNORECASE)
# "After" and "since" are left out: they mostly say when.
_GIVES = re.compile(
    r"\b(?:because|due to|owing to|thanks to|in order to|so that|in response to"
    r"|cit(?:ed|ing)|reasons?|blam(?:ed?|ing)|to (?:avoid|prevent|protect|ensure)"
    r"|(?:meant|aimed|intended|designed|want(?:s|ed)?|hop(?:es|ed|ing)) to)\b",
    re.IGNORECASE,
)
_BONUS = 2.0  # added to the score of a sentence with such words


def prefer_reasons(question: str, evidence: Sequence[SentenceEvidence]) -> list[SentenceEvidence]:
    """The evidence with sentences that give a reason first, if the question asks for one.

    The reader rates highest what is most like the question, which says the same without a reason.
    """
    if _ASKS.search(question) is None:
        return list(evidence)
    rated = [
        replace(one, score=one.score + _BONUS) if _GIVES.search(one.sentence.text) else one
        for one in evidence
    ]
    return sorted(rated, key=lambda one: -one.score)
