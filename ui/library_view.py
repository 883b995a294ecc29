"""What is in the library, in a line."""

from ui.dates import shown_date
from ui.known import known_of
from ui.session import Session


def library_line(session: Session) -> list[str]:
    """How many articles, from how many publishers, from when to when."""
    t = session.t
    known = known_of(session.assistant)
    sources, publishers = known.sources, known.publishers
    dates = sorted(source.published for source in sources if source.published)
    line = [t("state.articles", n=len(sources))]
    if publishers:
        line.append(t("ask.publishers", n=len(publishers)))
    if dates:
        line.append(t("ask.from_to", first=shown_date(dates[0], t), last=shown_date(dates[-1], t)))
    return line
