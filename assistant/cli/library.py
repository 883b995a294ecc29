"""`assistant sources` and `assistant show`: what the library holds."""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.options import EMPTY, AsJson, Home, opened
from assistant.cli.terminal import note, print_json, results, safe_line, safe_text

if TYPE_CHECKING:
    from rich.text import Text

    from assistant.article import Article

_COLUMNS = ("source", "title", "publisher", "published")


def sources(home: Home = None, as_json: AsJson = False) -> None:
    """What the library holds.

    A table in a terminal; in a pipe a line an article, with tabs between.
    """
    with opened(home) as assistant:
        rows = [
            {name: getattr(source, name) for name in _COLUMNS} for source in assistant.sources()
        ]
    if as_json:
        print_json(rows)
    elif not rows:
        note(EMPTY)
    elif sys.stdout.isatty():
        _print_table(rows)
    else:
        for row in rows:
            print("\t".join(safe_line(row[name] or "") for name in _COLUMNS))


def _print_table(rows: list[dict[str, Any]]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(*_COLUMNS, box=box.SIMPLE)
    for row in rows:
        table.add_row(*(Text(safe_line(row[name] or "–")) for name in _COLUMNS))
    results().print(table)


def show(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="As `sources` names it.")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """One article, and what is known of it.

    In a terminal, what does not count as reporting is dim.
    """
    with opened(home) as assistant:
        article = assistant.article(source)
    if as_json:
        print_json(article_json(article))
    else:
        _print_article(article)


def article_json(article: "Article") -> dict[str, Any]:
    """An article as the contract writes it; all offsets count code points of `text`."""
    record = asdict(article)
    return {"source": record.pop("source"), "article_id": article.article_id, **record}


def _print_article(article: "Article") -> None:
    from rich.text import Text

    out = results()
    out.print(Text(safe_line(article.title or "no title"), style="bold"))
    for name in ("byline", "publisher", "published", "reported", "url", "language"):
        value = getattr(article, name)
        found = article.evidence.get(name)
        how = f" ({found.note or found.origin})" if found else ""
        out.print(Text(safe_line(f"{name}: {value or 'not given'}{how}"), style="dim"))
    for warning in article.warnings:
        out.print(Text(safe_line(f"warning: {warning}"), style="yellow"))
    out.print()
    out.print(_dimmed(article))


def _dimmed(article: "Article") -> "Text":
    """The whole text in order; what does not count as reporting is dim."""
    from rich.text import Text

    text, at = Text(), 0
    for omission in sorted(article.omitted, key=lambda o: o.start):
        text.append(safe_text(article.text[at : omission.start]))
        text.append(safe_text(article.text[omission.start : omission.end]), style="dim")
        at = omission.end
    text.append(safe_text(article.text[at:]))
    return text
