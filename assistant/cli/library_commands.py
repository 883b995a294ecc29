"""`assistant sources`, `show`, `edit`, `export`, `import` and `purge`: what the library holds."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.options import EMPTY, AsJson, Home, opened
from assistant.cli.terminal import note, print_json, results, safe_line, safe_text
from assistant.errors import LibraryError

if TYPE_CHECKING:
    from rich.text import Text

    from assistant.article import Article
    from assistant.library.edits import Edits

_Source = Annotated[str, typer.Argument(metavar="SOURCE", help="As `sources` names it.")]
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


def show(source: _Source, home: Home = None, as_json: AsJson = False) -> None:
    """One article, and what is known of it.

    In a terminal, what does not count as reporting is dim.
    """
    with opened(home) as assistant:
        article = assistant.article(source)
    if as_json:
        print_json(article_json(article))
    else:
        _print_article(article)


def edit(
    source: _Source,
    title: Annotated[str | None, typer.Option(help="The right title.")] = None,
    publisher: Annotated[str | None, typer.Option(help="The right publisher.")] = None,
    author: Annotated[str | None, typer.Option(help="The right author.")] = None,
    date: Annotated[
        str | None, typer.Option(help="The right date: 2022-05-26, 2022-05 or 2022.")
    ] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Undo all edits first; alone, go back to what was found.")
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Correct an article's title, publisher, author or date.

    Edits are kept beside what was found in the article, used everywhere, and survive `index`. An
    empty value ("") means unknown. Without options, the present values are shown.
    """
    given = {"title": title, "publisher": publisher, "byline": author, "published": date}
    values = {name: value for name, value in given.items() if value is not None}
    _check(values)
    with opened(home) as assistant:
        article = assistant.undo_edits(source) if undo else assistant.article(source)
        if values:
            article = assistant.edit(source, values)
    if as_json:
        print_json(article_json(article))
        return
    for name in given:
        print_field(article, name)


def _check(values: "Edits") -> None:
    """Refuse values that cannot be stored.

    Raises:
        typer.BadParameter: a date is not a date, for example.
    """
    from assistant.library.edits import checked

    try:
        checked(values)
    except LibraryError as error:
        raise typer.BadParameter(str(error)) from error


def article_json(article: "Article") -> dict[str, Any]:
    """An article as the contract writes it; all offsets count code points of `text`."""
    record = asdict(article)
    return {"source": record.pop("source"), "article_id": article.article_id, **record}


def _print_article(article: "Article") -> None:
    from rich.text import Text

    out = results()
    out.print(Text(safe_line(article.title or "no title"), style="bold"))
    for name in ("byline", "publisher", "published", "reported", "url", "language"):
        print_field(article, name)
    for warning in article.warnings:
        out.print(Text(safe_line(f"warning: {warning}"), style="yellow"))
    out.print()
    out.print(_dimmed(article))


def print_field(article: "Article", name: str) -> None:
    """One field with its value, how it is known, and what it was before an edit."""
    from rich.text import Text

    value, found = getattr(article, name), article.evidence.get(name)
    how = f" ({found.note or found.origin})" if found and name not in article.extracted else ""
    if name in article.extracted:
        before = article.extracted[name]
        how = f" (edited; originally {before.value if before else 'unknown'})"
    results().print(Text(safe_line(f"{name}: {value or 'not given'}{how}"), style="dim"))


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


_File = Annotated[Path, typer.Argument(metavar="FILE", help="The library as one file.")]


def export(file: _File, home: Home = None) -> None:
    """Write the whole library to one file.

    Articles in all versions, what is known of them, vectors and conversations.
    """
    with opened(home) as assistant:
        assistant.export(file)
        count = len(assistant.sources())
    results().print(safe_line(f"{count} articles written to {file}"))


def import_(file: _File, home: Home = None) -> None:
    """Make a library out of an exported file.

    The folder of the new library must not hold articles yet. Nothing is embedded again, unless
    ASSISTANT_EMBEDDINGS names another model than the one that made the vectors.
    """
    from assistant.library.transfer import import_library
    from assistant.settings import load_settings

    settings = load_settings(home=home)
    import_library(file, settings.home, settings.library)
    with opened(home) as assistant:
        assistant.doctor(rebuild=True)
        count = len(assistant.sources())
    results().print(safe_line(f"{count} articles read from {file}"))


def purge(source: _Source, home: Home = None, as_json: AsJson = False) -> None:
    """Remove every trace of an article.

    All its versions, its vectors, the answers that quoted it, backups and old indexes. Its file
    is left alone, and would bring it back.
    """
    with opened(home) as assistant:
        purged = assistant.purge(source)
    if as_json:
        print_json(purged)
        return
    results().print(safe_line(f"{source}: {purged.versions} versions, {purged.answers} answers"))
    if purged.path is not None and Path(purged.path).exists():
        note(f"{purged.path} is still there: delete it, or the next index brings it back.")
    for copy in purged.copies:
        note(f"{copy} holds the same words; purge it too if they have to go.")
