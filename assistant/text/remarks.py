"""What of a turn asks nothing: thanks, surprise, doubt, and that one was misunderstood."""

import re

from assistant.text.words import STOP_WORDS, words

_SENTENCE = re.compile(r"[^.?!]+(?:[.?!]+(?=[^\s.?!])[^.?!]+)*[.?!]*\s*")
_REACTIONS = frozenset(
    "thanks thank thx ok okay fine great good nice cool wow amazing awesome interesting sure right"
    " correct understand understood yes yeah yep no nope sorry oh ah hmm hm well perfect alright"
    " excellent wonderful helpful appreciate hello hi hey really true sad surprising surprised"
    " worry agree agreed got".split()
)
# What goes with a reaction, and is none by itself: "thanks a lot".
_BESIDE = frozenset("please lot much very quite indeed know makes sense see get hear".split())
_ASKING = frozenset("who whom whose which what when where why how".split())
_BIDS = frozenset(
    "clarify clarification explain explanation elaborate expand detail details info information"
    " please mean means tell say idea help".split()
)
_DOUBT = re.compile(
    r"\W*(?:(?:and|but|no|oh)\W+)*(?:really|seriously|what|wait"
    r"|are you (?:really\s+)?sure(?: about that)?"
    r"|is (?:that|this|it) (?:really\s+)?(?:so|true|right|correct|certain))\W*",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"\W*(?:(?:just|and|ok|okay)\W+)*"
    r"(?:one (?:more|other|last) (?:question|thing)|(?:another|next|last) question)\s*[:,.–-]+\s*"
    r"|\W*(?:thanks|thank you|thx|great|good|ok|okay|yes|sure|right|wow|interesting|I see|got it)"
    r"\s*,\s*(?=(?:(?:and|but|so|now|then)\s+)?(?:who|what|which|when|where|why|how|is|are|was|were|do|does"
    r"|did|has|have|can|could|will|would)\b)",
    re.IGNORECASE,
)
_MISUNDERSTOOD = re.compile(
    r"\W*(?:(?:no|sorry|but|well|oh)\b\W*)*(?:(?:that|this|it)(?:['’]s| is| was)(?:\s+not|n['’]t)"
    r"\s+(?:(?:really|exactly)\s+)?(?:my question"
    r"|what I (?:asked|meant|mean|wanted|was asking)[^.?!]*)"
    r"|you (?:misunderstood|did(?:\s+not|n['’]t) (?:understand|answer))[^.?!]*)[.?!,]+\s*",
    re.IGNORECASE,
)


def without_remarks(turn: str) -> str:
    """A turn without the sentences in front that ask nothing; empty where it has no others."""
    at = 0
    while at < len(turn):
        if led := _LEADS.match(turn, at):
            at = led.end()
            continue
        sentence = _SENTENCE.match(turn, at)
        if sentence is None or turn[sentence.end() : sentence.end() + 1].isdigit():  # "No. 10"
            break
        if not _is_remark(sentence.group(), alone=at == 0 and sentence.end() == len(turn)):
            break
        at = sentence.end()
    return turn[at:].strip()


def is_doubt(sentence: str) -> bool:
    """Whether a sentence only doubts what was answered: "Are you sure?"."""
    return _DOUBT.fullmatch(sentence) is not None


def is_doubted(turn: str) -> bool:
    """Whether a turn opens with a doubt and goes on: "Are you sure? I heard of two"."""
    first = _SENTENCE.match(turn)
    return first is not None and first.end() < len(turn) and is_doubt(first.group())


def correction(turn: str) -> str | None:
    """What a turn adds that says that its question was misunderstood; None for all others."""
    found = _MISUNDERSTOOD.match(turn)
    return turn[found.end() :].strip() if found else None


def only_bids(sentence: str) -> bool:
    """Whether a sentence only bids one say more: "can you explain?"."""
    return all(word.is_stop or word.text.lower() in _BIDS for word in words(sentence))


def _is_remark(sentence: str, *, alone: bool) -> bool:
    """Whether a sentence only reacts; a doubt that stands `alone` asks for the answer again."""
    if "?" in sentence:
        return not alone and is_doubt(sentence)
    told = {word.text.lower() for word in words(sentence)}
    reacts = not told.isdisjoint(_REACTIONS) and told.isdisjoint(_ASKING)
    return reacts and told <= _REACTIONS | _BESIDE | STOP_WORDS
