"""Photo captions and credits among the paragraphs."""

import re
from collections.abc import Sequence

from assistant.article import Span
from assistant.corpus.prose import count_words, ends_sentence
from assistant.text.dates import find_dates
from assistant.text.lexicon import DOUBLE_QUOTES

_I = re.IGNORECASE
_AGENCY = (
    r"(?:AP|AFP|Reuters|REUTERS|EPA(?:-EFE)?|EFE|ANSA|TASS|UPI|PA(?: Wire| Media)?|AAP|Getty"
    r"|GettyImages"
    r"|Getty Images|Anadolu(?: Agency)?|Bloomberg|Xinhua|Yonhap|Kyodo(?: News)?|Shutterstock|Alamy"
    r"|iStock|Zuma(?: Press| Wire)?|Rex|NurPhoto|SOPA Images|Sipa(?: USA)?|Corbis|LightRocket"
    r"|Redux"
    r"|Magnum(?: Photos)?|USA Today(?: Sports)?|Pool|Handout|EyeEm|Imago)"
)
# Said in so many words, or in brackets.
_EXPLICIT = (
    r"\b(?i:photo(?:graph)?s?|image|picture|illustration|graphic|photo illustration)"
    r"(?i: credit| by| courtesy(?: of)?)?\s*[:/]\s*[^.:]{2,80}\.?"
    r"|\b(?i:credit)\s*:\s*[^.:]{2,60}\.?"
    rf"|\((?:{_AGENCY}\b|[^()]{{2,60}}?(?:/|\bvia\b|\bfor\b|\|)\s*{_AGENCY}\b)[^()]{{0,60}}\)\.?"
    rf"|\[(?:(?:File|Photo|Image): [^\[\]]{{2,80}}|[^\[\]]{{2,60}}/\s?{_AGENCY})\]"
    rf"|\b{_AGENCY}\s?/\s?[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){{0,3}}(?:/File Photo)?"
    r"|^Image source,? .{2,60}"
    r"|\([^()]{0,80}\b(?:Getty Images|AP Photo|via AP|[Ff]ile [Pp]hoto|File)[^()]{0,40}\)\.?"
)
# A name and an agency at the end, which may be what somebody spoke to.
_IMPLICIT = (
    rf"\b[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){{0,3}}\s?(?:/|\||\bvia\b)\s?{_AGENCY}"
    rf"(?:\s?(?:/|\bvia\b)\s?{_AGENCY})*\.?"
    r"|(?<!by )(?<!from )(?<!of )(?<!to )(?<!the )\bGetty Images\.?"
)
_EXPLICIT_CREDIT = re.compile(rf"(?:{_EXPLICIT})\s*$")
_CREDIT = re.compile(rf"(?:{_EXPLICIT}|{_IMPLICIT})\s*$")
_OPENING = re.compile(
    r"(?:FILE(?: PHOTO| IMAGE)?\s*[-–—:]|\(?top photo\b|in this (?:(?:[A-Z][a-z]+\.?|\d{1,4}|file"
    r"|undated|handout|combination|pool|still|aerial|screen|frame|image"
    r"|photo)[\s,]+){0,7}(?:photo|photograph"
    r"|image|picture|grab|frame)\b|(?:photo|image|picture|caption|pictured|above|video)\s*:"
    r"|enlarge this "
    r"image|pictured (?:here|above|below))",
    _I,
)
# A label for those who hear the page read; the caption stands in the next line.
_CAPTION_BELOW = re.compile(r"(?:image|photo|picture) caption[,:]?", _I)
_SHOWN = re.compile(
    r"\b(?:is|are) (?:seen|pictured|shown)\b|\b(?:listens?|speaks?|poses?|looks? on|walks?|waves?"
    r"|attends?"
    r"|arrives?|gestures?|stands?|watch(?:es)?|holds?|shakes? hands|rides?|reacts?|leaves?|visits?"
    r"|smiles?|addresses|inspects?|celebrates?|gather)\b|\bpictured\b|\bfile photo\b|\((?:left"
    r"|right"
    r"|center|centre|L|R|C)\)",
)
_QUOTED = re.compile(f"[{DOUBLE_QUOTES}]")
_SPEECH = re.compile(rf"{_QUOTED.pattern}|\bsaid\b|\btold\b")
_LONGEST_CAPTION = 60
_LONGEST_LINE = 1_000
# What every credit holds.
_CREDIT_HINT = re.compile(
    r"/|Getty|[pP]hoto|PHOTO|[iI]mage|[pP]icture|[cC]redit|[vV]ia |VIA |[|]|\(|\["
)
_LONGEST_CREDIT = 14


def find_captions(text: str, paragraphs: Sequence[Span]) -> dict[int, str]:
    """Which paragraphs, by position, are captions or credits, and which of the two.

    A caption is told by the credit it ends with, by an opening that only captions have ("FILE -"),
    or by the credit line that follows it together with the words of one who describes a picture.
    Lines that repeat the caption's beginning above it, as images' titles do, belong to it.
    """
    lines = [span.of(text) for span in paragraphs]
    found = {i: why for i, line in enumerate(lines) if (why := _of_itself(line)) is not None}
    for i in [i for i, line in enumerate(lines[:-1]) if _CAPTION_BELOW.fullmatch(line)]:
        found |= {i: "photo caption", i + 1: "photo caption"}
    for i in [i for i, why in found.items() if why == "photo credit" and i > 0]:
        if i - 1 not in found and _describes_picture(lines[i - 1]):
            found[i - 1] = "photo caption"
    for i in sorted((i for i, why in found.items() if why == "photo caption"), reverse=True):
        if i > 0 and i - 1 not in found and _is_title_of(text, paragraphs, i):
            found[i - 1] = "photo caption"
    return found


def _of_itself(line: str) -> str | None:
    if len(line) > _LONGEST_LINE:
        return None
    tail = line[-200:]
    credit = _CREDIT.search(tail) if _CREDIT_HINT.search(tail) else None
    if credit is None and not _OPENING.match(line):
        return None
    words = count_words(line)
    if words > _LONGEST_CAPTION * 2 or (not line.isascii() and not _is_latin(line)):
        return None
    if credit and words <= _LONGEST_CREDIT and _is_all_credit(line, credit.group()):
        return "photo credit"
    if _OPENING.match(line) and (credit or not _SPEECH.search(line)) and words > 2:
        return "photo caption"
    if credit is None or words > _LONGEST_CAPTION:
        return None
    sure = _EXPLICIT_CREDIT.search(line[-200:]) and not _QUOTED.search(line)
    return "photo caption" if sure or not _SPEECH.search(line) else None


def _is_latin(line: str) -> bool:
    """Whether the words are in the script whose captions are known here."""
    return 2 * sum("a" <= c.lower() <= "ɏ" for c in line) > len(line)


def _is_all_credit(line: str, credit: str) -> bool:
    """Whether nothing stands in front of the credit but a name or two."""
    front = line[: len(line) - len(credit)].strip(" (|/-–—")
    return not any(word[:1].islower() for word in front.split() if word not in ("and", "by", "for"))


def _describes_picture(line: str) -> bool:
    words = count_words(line)
    if not 4 <= words <= _LONGEST_CAPTION or _SPEECH.search(line):
        return False
    dated = any(m.kind == "day" and m.is_complete for m in find_dates(line))
    return dated or bool(_SHOWN.search(line))


def _is_title_of(text: str, paragraphs: Sequence[Span], caption: int) -> bool:
    """Whether the line above a caption is its image's title, or its own beginning."""
    above, below = paragraphs[caption - 1], paragraphs[caption]
    line = above.of(text)
    if ends_sentence(line):
        return False
    if below.of(text).startswith(line.rstrip(". ")):
        return True
    gap = text[above.end : below.start]
    blank_lines = len(re.findall(r"\n[ \t\r\u00a0]*\n", text)) * 3 > len(paragraphs)
    return blank_lines and gap.count("\n") == 1 and caption > 1
