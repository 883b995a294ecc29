"""What is in the library, in a line."""

from assistant import Filters
from ui.dates import news_date, shown_date
from ui.known import selected
from ui.session import Session


def library_line(session: Session, filters: Filters) -> list[str]:
    """The number of articles that pass the filters, of their publishers, and their dates."""
    t, sources = session.t, selected(session.assistant, filters).sources
    publishers = {source.publisher for source in sources if source.publisher}
    news = (news_date(source.published, source.reported) for source in sources)
    dates = sorted(date for date in news if date)
    line = [t("state.articles", n=len(sources))]
    if publishers:
        line.append(t("ask.publishers", n=len(publishers)))
    if dates:
        line.append(t("ask.from_to", first=shown_date(dates[0], t), last=shown_date(dates[-1], t)))
    return line
