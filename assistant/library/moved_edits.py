"""Gives the corrections of an article that moved to another name to that name."""

from assistant.library.chunk import CountTokens
from assistant.library.edits import Correction, edited, is_same_article
from assistant.library.store import Library


def follow_moved_articles(library: Library, count_tokens: CountTokens) -> None:
    """Move the corrections of each article that is now under another name.

    A source has lost its article if it is gone, or holds another article. Where a later source
    has the same text, the corrections are moved to it; else they wait for the article to return.
    """
    corrections = library.corrections()
    taken = set(corrections)
    for source, correction in corrections.items():
        copies = map(library.article, library.later_copies(correction.article_id))
        target = next((copy for copy in copies if copy.source not in taken), None)
        if target is None or not _is_lost(library, correction):
            continue
        article = edited(target, correction.values)
        kept = {
            name: value for name, value in correction.values.items() if name in article.extracted
        }
        library.move_edits(source, library.rechunked(article, count_tokens), kept)
        taken.add(article.source)


def _is_lost(library: Library, correction: Correction) -> bool:
    """Whether the source no longer holds the article that was corrected."""
    if correction.current in (None, correction.article_id):
        return correction.current is None
    corrected, current = library.article(correction.article_id), library.article(correction.current)
    return not is_same_article(corrected, current)
