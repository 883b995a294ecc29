"""Recognises page furniture and photo captions by their words alone.

A paragraph is furniture only as a whole, and only if its words leave no doubt. A paragraph that
quotes somebody or names a speaker is never furniture.
"""

import re
from collections.abc import Sequence

from assistant.article import Span
from assistant.corpus.prose import count_words, ends_clause
from assistant.text.dates import find_dates
from assistant.text.lexicon import DOUBLE_QUOTES, SURE_SPEECH_VERBS, any_of

_I = re.IGNORECASE

# What a short line is as a whole, by the names of the groups. Agencies add notes for their desks.
_LABEL = re.compile(
    r"(?P<advertisement>"
    r"(?:-+\s*)?(?:advertise?ments?|ads?|sponsored(?: content| links?)?|promoted(?: content)?"
    r"|paid (?:content|post)|(?:story|article|text|post) continues (?:below|after)(?: (?:the "
    r"|this )?(?:advertisement|ad|video))?|continue reading(?: the main story| below)?"
    r"|loading)(?: - .{0,40})?[\s:.…-]*"
    r")|(?P<navigation>"
    r"(?:back to (?:top|home|the top)(?: button)?|(?:jump|skip|return|scroll) to .{1,40}"
    r"|source link|read (?:more|next|also|full (?:article|story)|the (?:full|original) (?:article"
    r"|story)|on)|(?:view|show|load|see) (?:more|less|all|comments?|gallery|photos?)(?: \w+)?"
    r"|(?:share|print|email|e-mail|save|bookmark|copy)(?: (?:this|link|article|story|page|on|via"
    r"|with|by|friends))*(?: (?:facebook|twitter|x|linkedin|whatsapp|email|reddit|pinterest))?"
    r"|share this.{0,40}|link copied|(?:whatsapp|facebook|twitter|linkedin|reddit|pinterest"
    r"|telegram|flipboard|pocket|instagram|youtube|tiktok|messenger|tumblr|rss|e-?mail|sms)"
    r"|(?:follow|find|like|join) us(?: on .{1,40})?|close(?: panel)?|about sharing|keep reading"
    r"|agree|accept(?: all)?|reject(?: all)?|more options|(?:manage|cookie) (?:options|preferences"
    r"|settings|choices)|read later|menu|search|home|log ?in|sign (?:in|up|out)|register"
    r"|subscribe(?: now)?|my account|(?:\d[\d,]* |leave a |post a |view |add a "
    r"|join the )?(?:comments?|no comments(?: yet)?|reply|replies|conversation)(?: \(\d+\))?"
    r"|(?:more )?related(?: (?:stories|articles|pages|topics|posts|content|coverage|news|links"
    r"|reading|videos?))?|(?:our|editor['’]?s['’]?|staff|top) picks|most (?:read|popular|viewed"
    r"|shared|commented|recent)(?: .{1,20})?|recommended(?: .{1,20})?|you (?:may"
    r"|might) (?:also )?(?:like|be interested in)|trending(?: now| .{1,20})?|(?:top|latest"
    r"|more) (?:stories|news|headlines|articles)(?: .{1,30})?|more (?:from|on this|like this"
    r"|in) .{1,40}|up next|now playing|(?:watch|listen)(?: (?:now|live|to this article|above"
    r"|below))?|(?:slideshow|gallery|photos?|images?) ?\(\d+ (?:images?|photos?)\)"
    r"|enlarge(?: this)? image|toggle caption|view image|hide caption|(?:previous|next|older"
    r"|newer) (?:article|story|post|page)|\d+ min(?:ute)?s?(?: read| ago)?|(?:tags?|topics?"
    r"|filed under|categor(?:y|ies)|keywords)\s*:.{0,200}|page \d+(?: of \d+)?|published in"
    r"|supporters|advertise with us|contact us|about us|(?:privacy|cookie) (?:policy|settings"
    r"|notice)|terms (?:of (?:use|service)|and conditions)|(?:report|flag) (?:an? )?(?:error|typo"
    r"|ad|comment).{0,40}|this content is not available.{0,60}"
    r"|don['’]t see the .{1,30}\? click here)[\s:.…!›»>|-]*"
    r")|(?P<time_stamp>"
    r"(?:(?:last |first )?(?:updated?|published|posted|modified|corrected))(?: on| at"
    r"| in)?\b[\d\s:.,apm]*(?:e[ds]?t|p[ds]?t|c[ds]?t|gmt|utc|bst)?[\s.]*"
    r")|(?P<note_of_the_desk>(?s-i:\(ATTN: .*\)|\(END\)|\(MORE\)|#{3,}|-30-|E(?:NDS|nds)))",
    _I,
)
_LINK = re.compile(
    r"(?:also read|read also|read more|read next|read|related|see also|see more|watch"
    r"|must[- ]watch|must[- ]read|listen|more|recommended|don['’]t miss|full coverage|full story"
    r"|in pictures|opinion|related (?:stories|articles|coverage))\s*[:|>»]\s*\S.*",
    _I,
)
_POINTER = re.compile(
    r"(?:follow|find|visit|read|see|click|check out|go to|like|join|for (?:more|the latest|full)"
    r"|more|full coverage|complete coverage|get more|to (?:read|see|learn))\b.*(?:https?://|www\."
    r"|@\w{2,}|\bon (?:twitter|facebook|instagram)|\bclick here|\bhere)\S*[\s.)]*",
    _I | re.DOTALL,
)
_COVERAGE = re.compile(
    r"(?:full|complete|continuing|more|for [\w ]{2,40}) coverage\b[^.!?]{0,80}(?:click here)?\W*",
    _I,
)
_OPENER = re.compile(
    r"[\W_]*(?:(?:sign up|save|subscribe|support|get|join|download|register|become an?|enter your"
    r"|stay|want (?:more|to)|already (?:a|have)|have an account|not (?:a|yet a)|start|try|create"
    r"|click|thank you for|thanks for|by (?:signing|subscribing|clicking|continuing|using"
    r"|providing)|unlimited|one|(?:\d+|[a-z]+) (?:days?|weeks?|months?) free|cancel|this (?:site"
    r"|website|page)|don['’]t miss|never miss|let our|let us|donate|give|please|we (?:use|value"
    r"|need|rely|and our)|our (?:journalism|newsletter|work)|for (?:more|indispensable|just"
    r"|as little|unlimited)|to (?:receive|continue|read|access|support|keep|get)|your|you (?:have"
    r"|can|will|may|need|must)|read|ready to|like what|dear reader|editor['’]?s note"
    r"|as a public service|help us|tell us|be the first|fight back|travel with"
    r"|[A-Z]\w+ is making its|every day at|accept|manage|choose|skip past"
    r"|(?:[A-Z]\w+ ){1,4}Newsletter (?:Get|Sign|A)|[A-Z]\w+ newsletter)\b)",
    _I,
)
_PROMOTION = re.compile(
    r"newsletters?|\binbox|e-?mail address|enter your e-?mail|\bsubscri\w+|\bsign(?:ing)?[- ]up\b"
    r"|\b(?:mobile |news |our |the |free |one |free )app\b|\bmember(?:s|ship)?\b|\bdonat\w+"
    r"|\bfree trial|\bpremium\b|privacy (?:policy|notice)|terms (?:of (?:use|service)"
    r"|and conditions)|\bcookies?\b|\bour (?:\w+ )?(?:journalism|journalists|newsroom|coverage"
    r"|reporting)|\bindependent journalism|\bexplanatory journalism|\bpaywall|recaptcha"
    r"|\blog ?in\b|\bsign in\b|\b(?:news )?alerts\b|\btitles\b|\b(?:curated|personali[sz]ed)\b"
    r"|\bcontribut(?:e|ion)\b|\bad-free\b|\bunlimited\b|\bpush notifications?\b|\byour (?:account"
    r"|email|preferences|consent|subscription|trial)|\bfree for all readers|\bdays free\b"
    r"|\bstart reading\b|\bpublic service\b|\bgdpr\b|\badblock\w*|\bad blocker\b"
    r"|\bspecial offers?\b|\bpromotional\b|\bdelivered\b|\bworks? (?:is|are) possible\b"
    r"|\bwine club\b|\bmost important questions\b|\bprivacy\b|\breading list\b|\bplease consider\b"
    r"|\bper month\b|\ba month!",
    _I,
)
# Terms with a single meaning, even in a line of a few words.
_UNMISTAKABLE = re.compile(
    r"newsletters?|\binbox|\bsubscri(?:be|ption)|\bsign(?:ing)?[- ]up\b|\b(?:the|one|our|news"
    r"|mobile) app\b|\bmembership|\bfree trial|\blog ?in\b|\bsign in\b|paywall|\bdays free\b"
    r"|\bstart reading\b|\balerts\b|\bjournalism\b|\bvalue your privacy\b|\bunlimited access\b"
    r"|\bfree access\b|\breading list\b",
    _I,
)
# A thank-you to colleagues and a correction belong to the article.
_KEPT = re.compile(
    r"\bcontributed\b|^\W*contributing\b|\bcorrect(?:ed|ion|s)?\b|\bclarif|\bmisstated\b"
    r"|\b(?:earlier|previous) version\b",
    _I,
)
_ADDRESSED = re.compile(r"\b(?:you|your|yours|us|our|we)\b", _I)
_SPOKEN = re.compile(
    rf"[“”\"]\w|\w[“”\"]|\b(?:{any_of(SURE_SPEECH_VERBS)}|according to|announced|reported)\b",
    _I,
)
_COPYRIGHT = re.compile(
    r"(?:\(c\)|©|copyright\b|all rights reserved|this material may not be published"
    r"|content created by|(?:this (?:article|story|piece) is )?(?:re)?published (?:from"
    r"|under) .{1,60} licen[cs]e)",
    _I,
)
_RIGHTS = re.compile(
    r"\ball rights reserved\b|reprint permission|may not be (?:published|reproduced)"
    r"|\blicensing opportunities|\bcreative commons\b",
    _I,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CONTACT = re.compile(
    r"(?:send|email|e-mail|contact|reach|write to|tips?\b|got a tip|let us know|letters|questions"
    r"|have a|share your|follow)\b.*",
    _I | re.DOTALL,
)
_DISCLAIMER = re.compile(
    r"(?:the )?(?:opinions?|views?)(?: and (?:opinions?|views))? (?:expressed|presented"
    r"|stated)\b.{0,80}\b(?:own|author|author['’]s|not (?:necessarily )?(?:reflect|represent)).*",
    _I | re.DOTALL,
)
_CODE = re.compile(
    r"\{\{.*\}\}|\bfunction\s*\(|window\.\w+|document\.\w+\(|\bvar \w+ ?=|googletag|<script|</?div"
)
_CODE_MARKS = ("{", "<", "(", "window.", "var ", "googletag")
_OFFER = re.compile(
    r"[\d,]+(?:\+|['’]s of)\s(?:\w+\s){0,3}(?:titles|sources|publications|publishers|magazines"
    r"|newspapers|brands|podcasts)\b.{0,20}",
    _I,
)
_LONGEST_PROMOTION = 130
_LONGEST_NAVIGATION = 25
_LONGEST_LINE = 1_200


def furniture(line: str) -> str | None:
    """The kind of furniture that a paragraph is; None if it may be reporting."""
    if not any(c.isalnum() for c in line):
        return "separator"
    why = _kind(line)
    return None if why is None or _KEPT.search(line) else why


def _kind(line: str) -> str | None:
    """The kind, with the cheapest tests first: every paragraph of every article comes here."""
    if any(mark in line for mark in _CODE_MARKS) and _CODE.search(line):
        return "page code"
    if len(line) > _LONGEST_LINE:
        return None
    words = count_words(line)
    if words <= 40 and (why := _label(line, words)) is not None:
        return why
    if words <= 60 and _is_copyright(line, words):
        return "copyright notice"
    if words <= 60 and _DISCLAIMER.fullmatch(line):
        return "disclaimer"
    return "sign-up or promotion" if is_promotion(line, words) else None


def _label(line: str, words: int) -> str | None:
    """A short line that is a label, a link or an address."""
    label = _LABEL.fullmatch(line)
    if label and (label.lastgroup != "navigation" or words <= _LONGEST_NAVIGATION):
        return str(label.lastgroup).replace("_", " ")
    if _is_link(line, words):
        return "link to other articles"
    email = _EMAIL.search(line)
    bare = email is not None and not _EMAIL.sub("", line).strip("()[] .:|\t")
    if bare or (email is not None and words <= 25 and _CONTACT.match(line)):
        return "contact"
    return None


def _is_link(line: str, words: int) -> bool:
    linked = (_LINK.fullmatch(line) and not ends_clause(line)) or (
        words <= 30 and (_POINTER.fullmatch(line) or _COVERAGE.fullmatch(line))
    )
    return bool(linked) and not _SPOKEN.search(line)


def _is_copyright(line: str, words: int) -> bool:
    if words <= 60 and _COPYRIGHT.match(line):
        return "©" in line[:12] or bool(_RIGHTS.search(line)) or words <= 12
    return words <= 40 and bool(_RIGHTS.search(line)) and not _SPOKEN.search(line)


def is_promotion(line: str, words: int | None = None) -> bool:
    """Whether it asks the reader to sign up, subscribe, download, give, consent or log in.

    It begins with a typical phrase and names an offer. A longer paragraph names several offers, or
    addresses the reader.
    """
    words = count_words(line) if words is None else words
    if words > _LONGEST_PROMOTION:
        return False
    if words <= 12 and _OFFER.fullmatch(line):
        return True
    if not _OPENER.match(line) or _SPOKEN.search(line):
        return False
    terms = len({match.group().lower() for match in _PROMOTION.finditer(line)})
    if terms == 0:
        return False
    if words <= 12 and not line.endswith((",", ";")):
        return bool(_UNMISTAKABLE.search(line) or (terms > 1 and _ADDRESSED.search(line)))
    addressed = bool(_ADDRESSED.search(line))
    if terms >= 2:
        return addressed or words <= 20
    return addressed and words <= 30 and bool(_UNMISTAKABLE.search(line))


_AGENCY = (
    r"(?:AP|AFP|Reuters|REUTERS|EPA(?:-EFE)?|EFE|ANSA|TASS|UPI|PA(?: Wire| Media)?|AAP|Getty"
    r"|GettyImages|Getty Images|Anadolu(?: Agency)?|Bloomberg|Xinhua|Yonhap|Kyodo(?: News)?"
    r"|Shutterstock|Alamy|iStock|Zuma(?: Press| Wire)?|Rex|NurPhoto|SOPA Images|Sipa(?: USA)?"
    r"|Corbis|LightRocket|Redux|Magnum(?: Photos)?|USA Today(?: Sports)?|Pool|Handout|EyeEm|Imago)"
)
# Explicit credits, or credits in brackets.
_EXPLICIT = (
    r"\b(?i:photo(?:graph)?s?|image|picture|illustration|graphic|photo illustration)(?i: credit"
    r"| by| courtesy(?: of)?)?\s*[:/]\s*[^.:]{2,80}\.?|\b(?i:credit)\s*:\s*[^.:]{2,60}\.?"
    rf"|\((?:{_AGENCY}\b|[^()]{{2,60}}?(?:/|\bvia\b|\bfor\b|\|)\s*{_AGENCY}\b)[^()]{{0,60}}\)\.?"
    rf"|\[(?:(?:File|Photo|Image): [^\[\]]{{2,80}}|[^\[\]]{{2,60}}/\s?{_AGENCY})\]"
    rf"|\b{_AGENCY}\s?/\s?[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){{0,3}}(?:/File Photo)?"
    r"|^Image source,? .{2,60}|\([^()]{0,80}\b(?:Getty Images|AP Photo|via AP|[Ff]ile [Pp]hoto"
    r"|File)[^()]{0,40}\)\.?"
)
# A name and an agency at the end, which may also be the agency that somebody spoke to.
_IMPLICIT = (
    rf"\b[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){{0,3}}\s?(?:/|\||\bvia\b)\s?{_AGENCY}(?:\s?(?:/"
    rf"|\bvia\b)\s?{_AGENCY})*\.?"
    r"|(?<!by )(?<!from )(?<!of )(?<!to )(?<!the )\bGetty Images\.?"
)
_EXPLICIT_CREDIT = re.compile(rf"(?:{_EXPLICIT})\s*$")
_CREDIT = re.compile(rf"(?:{_EXPLICIT}|{_IMPLICIT})\s*$")
_OPENING = re.compile(
    r"(?:FILE(?: PHOTO| IMAGE)?\s*[-–—:]|\(?top photo\b|in this (?:(?:[A-Z][a-z]+\.?|\d{1,4}|file"
    r"|undated|handout|combination|pool|still|aerial|screen|frame|image|photo)[\s,]+){0,7}(?:photo"
    r"|photograph|image|picture|grab|frame)\b|(?:photo|image|picture|caption|pictured|above"
    r"|video)\s*:|enlarge this image|pictured (?:here|above|below))",
    _I,
)
# A label for screen readers; the caption is the next line.
_CAPTION_BELOW = re.compile(r"(?:image|photo|picture) caption[,:]?", _I)
_SHOWN = re.compile(
    r"\b(?:is|are) (?:seen|pictured|shown)\b|\b(?:listens?|speaks?|poses?|looks? on|walks?|waves?"
    r"|attends?|arrives?|gestures?|stands?|watch(?:es)?|holds?|shakes? hands|rides?|reacts?"
    r"|leaves?|visits?|smiles?|addresses|inspects?|celebrates?|gather)\b|\bpictured\b"
    r"|\bfile photo\b|\((?:left|right|center|centre|L|R|C)\)",
)
_SPEECH = re.compile(rf"[{DOUBLE_QUOTES}]|\bsaid\b|\btold\b")
_LONGEST_CAPTION = 60
# Every credit matches this; it is quick to test.
_CREDIT_HINT = re.compile(
    r"/|Getty|[pP]hoto|PHOTO|[iI]mage|[pP]icture|[cC]redit|[vV]ia |VIA |[|]|\(|\["
)
_LONGEST_CREDIT = 14


def find_captions(text: str, paragraphs: Sequence[Span]) -> dict[int, str]:
    """The paragraphs that are captions or credits, by position.

    A caption ends with a credit, begins as only captions do ("FILE -"), or describes a picture and
    is followed by a credit. The title of the image above a caption belongs to it.
    """
    lines = [span.of(text) for span in paragraphs]
    found = {i: why for i, line in enumerate(lines) if (why := _caption_kind(line)) is not None}
    for i in [i for i, line in enumerate(lines[:-1]) if _CAPTION_BELOW.fullmatch(line)]:
        found |= {i: "photo caption", i + 1: "photo caption"}
    for i in [i for i, why in found.items() if why == "photo credit" and i > 0]:
        if i - 1 not in found and _describes_picture(lines[i - 1]):
            found[i - 1] = "photo caption"
    for i in sorted((i for i, why in found.items() if why == "photo caption"), reverse=True):
        if i > 0 and i - 1 not in found and _is_title_of(text, paragraphs, i):
            found[i - 1] = "photo caption"
    return found


def _caption_kind(line: str) -> str | None:
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
    sure = _EXPLICIT_CREDIT.search(line[-200:]) and not any(mark in line for mark in DOUBLE_QUOTES)
    return "photo caption" if sure or not _SPEECH.search(line) else None


def _is_latin(line: str) -> bool:
    """Whether the words are in Latin script, the only one whose captions are known."""
    return 2 * sum("a" <= c.lower() <= "ɏ" for c in line) > len(line)


def _is_all_credit(line: str, credit: str) -> bool:
    """Whether there is nothing before the credit but one or two names."""
    front = line[: len(line) - len(credit)].strip(" (|/-–—")
    return not any(word[:1].islower() for word in front.split() if word not in ("and", "by", "for"))


def _describes_picture(line: str) -> bool:
    words = count_words(line)
    if not 4 <= words <= _LONGEST_CAPTION or _SPEECH.search(line):
        return False
    dated = any(m.kind == "day" and m.is_complete for m in find_dates(line))
    return dated or bool(_SHOWN.search(line))


def _is_title_of(text: str, paragraphs: Sequence[Span], caption: int) -> bool:
    """Whether the line above a caption is the title of its image, or its beginning."""
    above, below = paragraphs[caption - 1], paragraphs[caption]
    line = above.of(text)
    if ends_clause(line):
        return False
    if below.of(text).startswith(line.rstrip(". ")):
        return True
    gap = text[above.end : below.start]
    blank_lines = len(re.findall(r"\n[ \t\r\u00a0]*\n", text)) * 3 > len(paragraphs)
    return blank_lines and gap.count("\n") == 1 and caption > 1
