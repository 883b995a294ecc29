"""What came nearest to a question that was declined, and what it lacks."""

from collections.abc import Iterable, Sequence

from assistant.reply import Excerpt, Related
from assistant.text.sentences import split_sentences
from assistant.text.words import content_stems, words

_MOST = 3


def nearest(question: str, excerpts: Sequence[Excerpt]) -> tuple[Related, ...]:
    """The nearest sentence of each of the first articles, with the question's words it lacks."""
    wanted = {word.stem: word.text for word in words(question) if not word.is_stop}
    return tuple(_related(excerpt, wanted) for excerpt in _one_an_article(excerpts))


def _one_an_article(excerpts: Iterable[Excerpt]) -> list[Excerpt]:
    first: dict[str, Excerpt] = {}
    for excerpt in excerpts:
        first.setdefault(excerpt.article_id, excerpt)
    return list(first.values())[:_MOST]


def _related(excerpt: Excerpt, wanted: dict[str, str]) -> Related:
    spans = split_sentences(excerpt.text)
    best = max(
        spans, key=lambda span: len(wanted.keys() & set(content_stems(span.of(excerpt.text))))
    )
    quote = best.of(excerpt.text)
    present = set(content_stems(quote))
    lacking = [text for stem, text in wanted.items() if stem not in present]
    return Related(
        source=excerpt.source,
        article_id=excerpt.article_id,
        title=excerpt.title,
        quote=quote,
        start=excerpt.start + best.start,
        end=excerpt.start + best.end,
        why=f"It does not speak of {_listed(lacking)}." if lacking else "",
    )


def _listed(terms: Sequence[str]) -> str:
    quoted = [f"“{term}”" for term in terms[:4]]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
