"""Page furniture: paragraphs that are no part of the article, told by their words alone.

A paragraph is furniture only as a whole, and only when its words leave no doubt. What quotes
somebody, or says who said it, is never furniture.
"""

import re

from assistant.corpus.prose import count_words, ends_sentence
from assistant.text.lexicon import SURE_SPEECH_VERBS, any_of

_I = re.IGNORECASE

_ADVERTISEMENT = re.compile(
    r"(?:-+\s*)?(?:advertise?ments?|ads?|sponsored(?: content| links?)?|promoted(?: content)?"
    r"|paid (?:content|post)|(?:story|article|text|post) continues (?:below|after)(?: (?:the "
    r"|this )?"
    r"(?:advertisement|ad|video))?|continue reading(?: the main story| below)?|loading)"
    r"(?: - .{0,40})?[\s:.…-]*",
    _I,
)
_NAVIGATION = re.compile(
    r"(?:back to (?:top|home|the top)(?: button)?|(?:jump|skip|return|scroll) to .{1,40}"
    r"|source link"
    r"|read (?:more|next|also|full (?:article|story)|the (?:full|original) (?:article|story)|on)"
    r"|(?:view|show|load|see) (?:more|less|all|comments?|gallery|photos?)(?: \w+)?"
    r"|(?:share|print|email|e-mail|save|bookmark|copy)(?: (?:this|link|article|story|page|on|via"
    r"|with"
    r"|by|friends))*(?: (?:facebook|twitter|x|linkedin|whatsapp|email|reddit|pinterest))?"
    r"|share this.{0,40}|link copied|(?:whatsapp|facebook|twitter|linkedin|reddit|pinterest"
    r"|telegram|flipboard|pocket|instagram|youtube|tiktok|messenger|tumblr|rss|e-?mail|sms)"
    r"|(?:follow|find|like|join) us(?: on .{1,40})?"
    r"|close(?: panel)?|about sharing|keep reading|agree|accept(?: all)?|reject(?: all)?"
    r"|more options"
    r"|(?:manage|cookie) (?:options|preferences|settings|choices)|read later|menu|search"
    r"|home|log ?in|sign (?:in|up|out)|register|subscribe(?: now)?|my account"
    r"|(?:\d[\d,]* |leave a |post a |view |add a |join the )?(?:comments?|no comments(?: yet)?"
    r"|reply|replies"
    r"|conversation)(?: \(\d+\))?"
    r"|(?:more )?related(?: (?:stories|articles|pages|topics|posts|content|coverage|news|links"
    r"|reading|videos?))?|(?:our|editor['’]?s['’]?|staff|top) picks|most (?:read|popular|viewed"
    r"|shared"
    r"|commented|recent)(?: .{1,20})?|recommended(?: .{1,20})?|you (?:may|might) (?:also )?(?:like"
    r"|be interested in)|trending(?: now| .{1,20})?|(?:top|latest|more) (?:stories|news|headlines"
    r"|articles)(?: .{1,30})?|more (?:from|on this|like this|in) .{1,40}|up next|now playing"
    r"|(?:watch|listen)(?: (?:now|live|to this article|above|below))?"
    r"|(?:slideshow|gallery|photos?|images?) ?\(\d+ (?:images?|photos?)\)|enlarge(?: this)? image"
    r"|toggle caption|view image|hide caption|(?:previous|next|older|newer) (?:article|story|post"
    r"|page)"
    r"|\d+ min(?:ute)?s?(?: read| ago)?|(?:tags?|topics?|filed under|categor(?:y|ies)"
    r"|keywords)\s*:"
    r".{0,200}|page \d+(?: of \d+)?|published in|supporters|advertise with us|contact us|about us"
    r"|(?:privacy|cookie) (?:policy|settings|notice)|terms (?:of (?:use|service)|and conditions)"
    r"|(?:report|flag) (?:an? )?(?:error|typo|ad|comment).{0,40}"
    r"|this content is not available.{0,60}"
    r"|don['’]t see the .{1,30}\? click here)[\s:.…!›»>|-]*",
    _I,
)
_LINK = re.compile(
    r"(?:also read|read also|read more|read next|read|related|see also|see more|watch"
    r"|must[- ]watch|"
    r"must[- ]read|listen|more|recommended|don['’]t miss|full coverage|full story|in pictures"
    r"|opinion"
    r"|related (?:stories|articles|coverage))\s*[:|>»]\s*\S.*",
    _I,
)
_POINTER = re.compile(
    r"(?:follow|find|visit|read|see|click|check out|go to|like|join|for (?:more|the latest|full)"
    r"|more|full coverage|complete coverage|get more|to (?:read|see|learn))\b.*"
    r"(?:https?://|www\.|@\w{2,}|\bon (?:twitter|facebook|instagram)|\bclick here"
    r"|\bhere)\S*[\s.)]*",
    _I | re.DOTALL,
)
_COVERAGE = re.compile(
    r"(?:full|complete|continuing|more|for [\w ]{2,40}) coverage\b[^.!?]{0,80}(?:click here)?\W*",
    _I,
)
_OPENER = re.compile(
    r"[\W_]*(?:(?:sign up|save|subscribe|support|get|join|download|register|become an?|enter your"
    r"|stay"
    r"|want (?:more|to)|already (?:a|have)|have an account|not (?:a|yet a)|start|try|create"
    r"|click|thank you for|thanks for|by (?:signing|subscribing|clicking|continuing|using"
    r"|providing)"
    r"|unlimited|one|(?:\d+|[a-z]+) (?:days?|weeks?|months?) free|cancel|this (?:site|website"
    r"|page)"
    r"|don['’]t miss|never miss|let our|let us|donate|give|please|we (?:use|value|need|rely"
    r"|and our)"
    r"|our (?:journalism|newsletter|work)|for (?:more|indispensable|just|as little|unlimited)"
    r"|to (?:receive|continue|read|access|support|keep|get)|your|you (?:have|can|will|may|need"
    r"|must)"
    r"|read|ready to|like what|dear reader|editor['’]?s note|as a public service|help us|tell us"
    r"|be the first|fight back|travel with|[A-Z]\w+ is making its|every day at|accept|manage"
    r"|choose"
    r"|skip past|(?:[A-Z]\w+ ){1,4}Newsletter (?:Get|Sign|A)|[A-Z]\w+ newsletter)\b)",
    _I,
)
_PROMOTION = re.compile(
    r"newsletters?|\binbox|e-?mail address|enter your e-?mail|\bsubscri\w+|\bsign(?:ing)?[- ]up\b"
    r"|\b(?:mobile |news |our |the |free |one |free )app\b|\bmember(?:s|ship)?\b|\bdonat\w+"
    r"|\bfree trial"
    r"|\bpremium\b|privacy (?:policy|notice)|terms (?:of (?:use|service)|and conditions)"
    r"|\bcookies?\b"
    r"|\bour (?:\w+ )?(?:journalism|journalists|newsroom|coverage|reporting)"
    r"|\bindependent journalism"
    r"|\bexplanatory journalism|\bpaywall|recaptcha|\blog ?in\b|\bsign in\b|\b(?:news )?alerts\b"
    r"|\btitles\b|\b(?:curated|personali[sz]ed)\b|\bcontribut(?:e|ion)\b|\bad-free\b"
    r"|\bunlimited\b|\bpush notifications?\b"
    r"|\byour (?:account|email|preferences|consent|subscription|trial)|\bfree for all readers"
    r"|\bdays free\b|\bstart reading\b|\bpublic service\b|\bgdpr\b|\badblock\w*|\bad blocker\b"
    r"|\bspecial offers?\b|\bpromotional\b|\bdelivered\b|\bworks? (?:is|are) possible\b"
    r"|\bwine club\b"
    r"|\bmost important questions\b|\bprivacy\b|\breading list\b|\bplease consider\b"
    r"|\bper month\b|\ba month!",
    _I,
)
# Terms that even a line of a few words means only one thing by.
_UNMISTAKABLE = re.compile(
    r"newsletters?|\binbox|\bsubscri(?:be|ption)|\bsign(?:ing)?[- ]up\b|\b(?:the|one|our|news"
    r"|mobile) app\b"
    r"|\bmembership|\bfree trial|\blog ?in\b|\bsign in\b|paywall|\bdays free\b|\bstart reading\b"
    r"|\balerts\b"
    r"|\bjournalism\b"
    r"|\bvalue your privacy\b|\bunlimited access\b|\bfree access\b|\breading list\b",
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
    r"[“”\"]\w|\w[“”\"]"
    rf"|\b(?:{any_of(SURE_SPEECH_VERBS)}|according to|announced|reported)\b",
    _I,
)
_COPYRIGHT = re.compile(
    r"(?:\(c\)|©|copyright\b|all rights reserved|this material may not be published"
    r"|content created"
    r" by|(?:this (?:article|story|piece) is )?(?:re)?published (?:from"
    r"|under) .{1,60} licen[cs]e)",
    _I,
)
_RIGHTS = re.compile(
    r"\ball rights reserved\b|reprint permission|may not be (?:published|reproduced)|\blicensing "
    r"opportunities|\bcreative commons\b",
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
    r"|stated)\b.{0,80}"
    r"\b(?:own|author|author['’]s|not (?:necessarily )?(?:reflect|represent)).*",
    _I | re.DOTALL,
)
_CODE = re.compile(
    r"\{\{.*\}\}|\bfunction\s*\(|window\.\w+|document\.\w+\(|\bvar \w+ ?=|googletag|<script|</?div"
)
_CODE_MARKS = ("{", "<", "(", "window.", "var ", "googletag")
_STAMP = re.compile(
    r"(?:(?:last |first )?(?:updated?|published|posted|modified|corrected))(?: on| at| in)?\b"
    r"[\d\s:.,apm]*(?:e[ds]?t|p[ds]?t|c[ds]?t|gmt|utc|bst)?[\s.]*",
    _I,
)
# What wires add for the desks that they serve.
_DESK_NOTE = re.compile(r"\(ATTN: .*\)|\(END\)|\(MORE\)|#{3,}|-30-|E(?:NDS|nds)", re.DOTALL)
_OFFER = re.compile(
    r"[\d,]+(?:\+|['’]s of)\s(?:\w+\s){0,3}(?:titles|sources|publications|publishers|magazines"
    r"|newspapers|brands|podcasts)\b.{0,20}",
    _I,
)
_LONGEST_PROMOTION = 130
_LONGEST_LINE = 1_200


def furniture(line: str) -> str | None:
    """What kind of furniture a whole paragraph is, in words; None where it may be reporting."""
    if not any(c.isalnum() for c in line):
        return "separator"
    why = _kind(line)
    return None if why is None or _KEPT.search(line) else why


def _kind(line: str) -> str | None:
    """The kind, what is cheap to tell first: this sees every paragraph of every article."""
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
    if _ADVERTISEMENT.fullmatch(line):
        return "advertisement"
    if words <= 25 and _NAVIGATION.fullmatch(line):
        return "navigation"
    if _STAMP.fullmatch(line):
        return "time stamp"
    if _DESK_NOTE.fullmatch(line):
        return "note of the desk"
    if _is_link(line, words):
        return "link to other articles"
    email = _EMAIL.search(line)
    bare = email is not None and not _EMAIL.sub("", line).strip("()[] .:|\t")
    if bare or (email is not None and words <= 25 and _CONTACT.match(line)):
        return "contact"
    return None


def _is_link(line: str, words: int) -> bool:
    linked = (_LINK.fullmatch(line) and not ends_sentence(line)) or (
        words <= 30 and (_POINTER.fullmatch(line) or _COVERAGE.fullmatch(line))
    )
    return bool(linked) and not _SPOKEN.search(line)


def _is_copyright(line: str, words: int) -> bool:
    if words <= 60 and _COPYRIGHT.match(line):
        return "©" in line[:12] or bool(_RIGHTS.search(line)) or words <= 12
    return words <= 40 and bool(_RIGHTS.search(line)) and not _SPOKEN.search(line)


def is_promotion(line: str, words: int | None = None) -> bool:
    """Whether it asks the reader to sign up, subscribe, download, give, consent or log in.

    It opens as such lines do and names what they offer; a longer one names several things, and
    speaks to its reader.
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
