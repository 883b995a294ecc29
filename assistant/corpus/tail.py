"""What pages put under an article: calls to sign up, links to other articles, contacts."""

import re
from collections.abc import Mapping, Sequence

from assistant.article import Span
from assistant.corpus.bylines import read_byline
from assistant.corpus.prose import count_words, ends_sentence, is_prose

# Under these, the page has left the article; advertisements and links stand in its midst as well.
_ENDINGS = frozenset(("sign-up or promotion", "navigation", "copyright notice"))
# One plug may stand before the last lines of an article; two show its end.
_FEWEST_ENDINGS = 2
_SHORT = 15
_CREDITS = re.compile(r"contribut|reporting by|editing by|additional report|correct", re.IGNORECASE)


def read_tail(text: str, paragraphs: Sequence[Span], known: Mapping[int, str]) -> dict[int, str]:
    """Which of the last paragraphs, by position, belong to the page and not to the article.

    They stand after the last sentence of reporting, where lines that are surely the page's own
    have begun, and are no sentences themselves. Who else contributed is part of the article.
    """
    lines = [span.of(text) for span in paragraphs]
    last = max((i for i, line in enumerate(lines) if i not in known and is_prose(line)), default=-1)
    endings = [i for i in known if i > last and known[i] in _ENDINGS]
    start = min(endings) if len(endings) >= _FEWEST_ENDINGS else len(lines)
    labels: dict[int, str] = {}
    for i in range(last + 1, len(lines)):
        if i in known or last < 0 or _CREDITS.search(lines[i]):
            continue
        if read_byline(text, paragraphs[i].start, paragraphs[i].end) is not None:
            labels[i] = "byline"
        elif i > start and not ends_sentence(lines[i]) and count_words(lines[i]) <= _SHORT:
            labels[i] = "page furniture under the article"
    return labels
