"""How likely the excerpts are to hold an answer that a provider's model wrote."""

from collections.abc import Sequence

from assistant.reply import Claim, Removed

# A sentence that was neither proved nor disproved counts half.
_UNCONFIRMED = 0.5
# What an answer without any sentence counts: with the surest reader its confidence stays below the
# default threshold, as that of a declined question should.
_DECLINED = 0.2


def combine(
    answerability: float | None, claims: Sequence[Claim], removed: Sequence[Removed]
) -> float:
    """The geometric mean of the reader's probability and the share of supported sentences.

    Without a reader (None) it is the share alone.
    """
    share = supported_share(claims, removed)
    return share if answerability is None else float((answerability * share) ** 0.5)


def supported_share(claims: Sequence[Claim], removed: Sequence[Removed]) -> float:
    """The share of an answer's sentences that passed the check, 0 to 1."""
    if not claims and not removed:
        return _DECLINED
    passed = sum(1.0 if claim.supported else _UNCONFIRMED for claim in claims)
    return passed / (len(claims) + len(removed))
