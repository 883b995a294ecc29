"""Answers as one web page that needs nothing else: no script, no font, no picture from outside."""

from collections.abc import Callable, Sequence
from html import escape

from assistant.article import Article
from assistant.errors import LibraryError
from assistant.export.said import Said, reference
from assistant.reply import Citation

_AROUND = 300  # code points of the article shown on each side of the quoted words

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.6 Georgia, serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem;
  overflow-wrap: anywhere; color: light-dark(#201d19, #e9e5dc);
  background: light-dark(#fcfbf8, #15171a); }
h1, h2 { line-height: 1.3; } h2 { margin-top: 2.5rem; }
a { color: light-dark(#0b5a7a, #8fc7e2); }
sup a { text-decoration: none; font: 0.75em sans-serif; padding: 0 2px; }
mark { background: light-dark(#ffe9a3, #5c4a10); color: inherit; }
blockquote { margin: 0.4rem 0 0; white-space: pre-wrap; color: light-dark(#4d4841, #c5bfb4); }
blockquote mark { color: light-dark(#201d19, #e9e5dc); }
.notice, figcaption, footer { font: 0.875rem/1.5 sans-serif; color: light-dark(#625d55, #aaa49a); }
figure { margin: 1rem 0; padding-left: 1rem; border-left: 2px solid light-dark(#d9d4c8, #3a3e43); }
bdi { unicode-bidi: isolate; }
""".strip()


def as_webpage(title: str, turns: Sequence[Said], article_of: Callable[[str], Article]) -> str:
    """One HTML file: each answer, and each citation with its words marked in their surroundings."""
    body = "\n".join(_turn(number, said, article_of) for number, said in enumerate(turns, 1))
    # what an article says never runs: everything is escaped, and the policy lets nothing load
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n"
        f"<h1>{_foreign(title)}</h1>\n{body}\n</body>\n</html>\n"
    )


def _turn(number: int, said: Said, article_of: Callable[[str], Article]) -> str:
    answer = escape(said.answer.answer)
    for citation in said.answer.citations:
        link = f'<sup><a href="#c{number}-{citation.marker}">[{citation.marker}]</a></sup>'
        answer = answer.replace(f"[{citation.marker}]", link)
    notices = "".join(f'<p class="notice">{_foreign(one)}</p>\n' for one in said.remarks)
    figures = "\n".join(_figure(number, one, article_of) for one in said.answer.citations)
    return (
        f'<section>\n<h2 dir="auto">{_foreign(said.question)}</h2>\n'
        f'<p dir="auto">{answer}</p>\n{notices}{figures}\n</section>'
    )


def _figure(number: int, citation: Citation, article_of: Callable[[str], Article]) -> str:
    before, after = _surroundings(citation, article_of)
    return (
        f'<figure id="c{number}-{citation.marker}">\n'
        f"<figcaption>[{citation.marker}] {_foreign(reference(citation))}</figcaption>\n"
        f'<blockquote dir="auto">{escape(before)}<mark>{escape(citation.quote)}</mark>'
        f"{escape(after)}</blockquote>\n</figure>"
    )


def _surroundings(citation: Citation, article_of: Callable[[str], Article]) -> tuple[str, str]:
    try:
        text = article_of(citation.article_id).text
    except LibraryError:
        return "", ""
    first = max(0, citation.start - _AROUND)
    before, after = text[first : citation.start], text[citation.end : citation.end + _AROUND]
    ends = citation.end + _AROUND < len(text)
    return ("…" if first else "") + before, after + ("…" if ends else "")


def _foreign(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"
