"""Claims with evidence, as the checker sees them, from the open claim sets and from made-up edits.

The evidence is what the checker gets in the product: the few sentences of a document that share
most with the claim. A quarter of the samples are made here from sentences of news: true ones by
dropping, reordering and joining, false ones by one changed fact of a named kind.
"""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log
from pathlib import Path

SUPPORTED, CONTRADICTED, NEUTRAL, NOT_SUPPORTED = range(4)
_LABELS = {
    "supported": SUPPORTED,
    "contradicted": CONTRADICTED,
    "neutral": NEUTRAL,
    "not_supported": NOT_SUPPORTED,
}
SHARES = {
    "te_new_protocols": 0.6,
    "semiauto_nli_wiki": 0.3,
    "mnli_sample": 1.0,
    "conjnli": 1.0,
    "negation_nli": 0.5,
    "semantoneg": 0.3,
    "cad_nli": 0.7,
    "qa2claim_squad": 0.3,
    "qa2claim_squad2dev": 0.5,
    "boolq_claims": 0.5,
    "infotabs": 0.1,
    "tabfact_pairs": 0.1,
    "scitab": 0.1,
    "bamboo_hallu": 0.0,
    "fever_symmetric": 0.0,  # kept for judging: bench/checking.py
}
_NEWS = frozenset(
    {"onestop_simplified", "fib_news", "cnndm_highlights", "cnndm_references", "bump"}
)
_MADE = 0.3
_EVIDENCE_WORDS = 130
_END = re.compile(r"(?<=[.!?])[\"”’']?\s+(?=[\"“‘'A-Z0-9])")
_WORD = re.compile(r"[A-Za-z0-9]+")
_NAME = re.compile(r"\b[A-Z][a-z]+(?:[- ](?:[A-Z][a-z]+|[A-Z]\.))*\b")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")


@dataclass
class Claim:
    """A claim, the evidence beside it, and one of the four labels."""

    text: str
    evidence: str
    label: int


def sentences(text: str) -> list[str]:
    """A plain split; what it gets wrong only moves where evidence is cut."""
    return [s.strip() for s in _END.split(text.replace("\n", " ")) if s.strip()]


class ClaimData:
    """All claims and documents in memory."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        with gzip.open(folder / "claim_documents.jsonl.gz", "rt", encoding="utf-8") as lines:
            self.documents = {d["d"]: d["text"] for d in map(json.loads, lines)}
        with gzip.open(folder / "claims.jsonl.gz", "rt", encoding="utf-8") as lines:
            self.claims = [json.loads(line) for line in lines]
        news = {c["d"] for c in self.claims if c["set"] in _NEWS}
        with gzip.open(folder / "passages.jsonl.gz", "rt", encoding="utf-8") as lines:
            wikinews = [p["sentences"] for p in map(json.loads, lines) if p["domain"] == "news"]
        self.stories = [sentences(self.documents[d])[:25] for d in sorted(news)] + wikinews
        self.claims = [c for c in self.claims if self.random.random() < SHARES.get(c["set"], 1.0)]
        counts: Counter[str] = Counter()
        for text in list(self.documents.values())[:20000]:
            counts.update(set(_WORD.findall(text.lower())))
        self.weight = {w: log(20000 / n) for w, n in counts.items()}

    def samples(self) -> Iterator[Claim]:
        """Claims in random order, the given ones once, mixed with made ones."""
        self.random.shuffle(self.claims)
        for c in self.claims:
            while self.random.random() < _MADE:
                made = self.made()
                if made is not None:
                    yield made
            document = self.documents[c["d"]]
            yield Claim(c["claim"], self.evidence(c["claim"], document), _LABELS[c["label"]])

    def evidence(self, claim: str, document: str) -> str:
        """The sentences that share most with the claim, in their order, within the length."""
        parts = sentences(document)
        wanted = set(_WORD.findall(claim.lower()))

        def shared(s: str) -> float:
            return sum(self.weight.get(w, 9.0) for w in wanted & set(_WORD.findall(s.lower())))

        order = sorted(range(len(parts)), key=lambda i: -shared(parts[i]))
        chosen: list[int] = []
        words = 0
        for i in order:
            words += len(parts[i].split())
            if chosen and words > _EVIDENCE_WORDS:
                break
            chosen.append(i)
            if len(chosen) == 5:
                break
        return " ".join(parts[i] for i in sorted(chosen))

    def made(self) -> Claim | None:
        """One claim made from a sentence of news; None where its kind of edit does not apply."""
        r = self.random
        story = r.choice(self.stories)
        fit = [i for i, s in enumerate(story) if 8 <= len(s.split()) <= 45 and not s.endswith("?")]
        if not fit:
            return None
        at = r.choice(fit)
        sentence = story[at]
        near = story[max(0, at - 1) : at + 2]
        others = [s for i, s in enumerate(story) if i != at]
        if r.random() < 0.42:
            claim = r.choice(_TRUE)(sentence, others, r)
            label = SUPPORTED
            if claim is not None and claim.startswith("&"):  # joined with a second sentence
                claim = claim[1:]
                near = story
        else:
            kind = r.choice(_FALSE)
            claim = kind(sentence, others, r)
            label = NEUTRAL if kind in _UNPROVED else CONTRADICTED
            if claim is not None and r.random() < 0.4:
                claim = _shorter(claim, others, r) or claim
        if claim is None or (label != SUPPORTED and claim == sentence):
            return None
        return Claim(claim, self.evidence(claim, " ".join(near)), label)


Edit = Callable[[str, list[str], random.Random], str | None]


def _same(s: str, others: list[str], r: random.Random) -> str | None:
    return s


def _shorter(s: str, others: list[str], r: random.Random) -> str | None:
    """Without one aside: words in brackets or dashes, between commas, or a leading phrase."""
    cuts = [
        (r"\s*\([^)]*\)", ""),
        (r"\s+[–—-]{1,2}\s+[^–—]+?\s+[–—-]{1,2}\s+", " "),
        (r", (?:who|which|a|an|the|where|whose) [^,]+,", ""),
        (r"^(?:On|In|At|After|Last|This|Meanwhile|However|But|And|Also)\b[^,]{0,40}, ", ""),
        (r",? (?:on|last) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", ""),
    ]
    r.shuffle(cuts)
    for pattern, by in cuts:
        new = re.sub(pattern, by, s, count=1)
        if new != s and len(new.split()) >= 5:
            return new[0].upper() + new[1:]
    return None


def _inverted_speech(s: str, others: list[str], r: random.Random) -> str | None:
    """Turns `S, X said.` into `X said that S.` or `According to X, S.`."""
    found = re.match(r"^([A-Z][^\"“”]{25,}), ([^,\"“”]{3,60}?) (said|says|told \w+)\.?$", s)
    if not found:
        return None
    what, who, _ = found.groups()
    what = what if _NAME.match(what) else what[0].lower() + what[1:]
    return r.choice(
        [f"According to {who}, {what}.", f"{who[0].upper()}{who[1:]} said that {what}."]
    )


def _joined(s: str, others: list[str], r: random.Random) -> str | None:
    other = r.choice(others) if others else ""
    if not 6 <= len(other.split()) <= 25 or '"' in other or "“" in other or other.endswith("?"):
        return None
    second = other.rstrip(".")
    second = second if _NAME.match(second) else second[0].lower() + second[1:]
    return f"&{s.rstrip('.')}{r.choice([', and ', ', while ', '; '])}{second}."


def _apposition(s: str, others: list[str], r: random.Random) -> str | None:
    """`X, the Y, did Z` as `The Y, X, did Z`."""
    found = re.match(r"^((?:[A-Z][\w.'-]+ ?){1,4}), (the [^,]{4,50}), (.+)$", s)
    if not found:
        return None
    name, role, rest = found.groups()
    return f"{role[0].upper()}{role[1:]}, {name.strip()}, {rest}"


_SYNONYMS = [
    ("said", "stated"), ("about", "roughly"), ("more than", "over"), ("people", "persons"),
    ("began", "started"), ("killed", "left dead"), ("help", "assist"), ("but", "though"),
    ("also", "in addition"), ("bought", "purchased"), ("show", "indicate"), ("big", "large"),
    ("remaining", "other"), ("children", "kids"), ("near", "close to"),
    ("announced", "made public"),
    ("because", "since"), ("film", "movie"), ("doctors", "physicians"), ("won", "took"),
]  # fmt: skip


def _synonym(s: str, others: list[str], r: random.Random) -> str | None:
    pairs = [p for a, b in _SYNONYMS for p in ((a, b), (b, a))]
    r.shuffle(pairs)
    for a, b in pairs:
        new = re.sub(rf"\b{a}\b", b, s, count=1)
        if new != s:
            return new
    return None


def _number(s: str, others: list[str], r: random.Random) -> str | None:
    found = list(_NUMBER.finditer(s))
    if not found:
        return None
    m = r.choice(found)
    digits = re.sub(r"\D", "", m.group())
    elsewhere = [n for o in others for n in _NUMBER.findall(o) if n != m.group()]
    if elsewhere and r.random() < 0.5:
        new = r.choice(elsewhere)
    else:
        at = r.randrange(len(m.group()))
        while not m.group()[at].isdigit():
            at = r.randrange(len(m.group()))
        new = (
            m.group()[:at] + str((int(m.group()[at]) + r.randint(1, 8)) % 10) + m.group()[at + 1 :]
        )
    return None if not digits or new == m.group() else s[: m.start()] + new + s[m.end() :]


def _names(s: str) -> list[re.Match[str]]:
    return [m for m in _NAME.finditer(s) if m.start() > 0 or " " in m.group()]


def _name(s: str, others: list[str], r: random.Random) -> str | None:
    mine = _names(s)
    elsewhere = [m.group() for o in others for m in _names(o)]
    if not mine:
        return None
    m = r.choice(mine)
    shape = len(m.group().split())
    pool = [n for n in elsewhere if n not in s and len(n.split()) == shape and m.group() not in n]
    return s[: m.start()] + r.choice(pool) + s[m.end() :] if pool else None


def _swap(s: str, others: list[str], r: random.Random) -> str | None:
    """Two names change places."""
    mine = _names(s)
    if len(mine) < 2:
        return None
    a, b = sorted(r.sample(mine, 2), key=lambda m: m.start())
    if a.group() == b.group() or re.fullmatch(r",? (?:and|or|,) ?", s[a.end() : b.start()]):
        return None
    return s[: a.start()] + b.group() + s[a.end() : b.start()] + a.group() + s[b.end() :]


def _replaced(pairs: list[tuple[str, str]]) -> Edit:
    def edit(s: str, others: list[str], r: random.Random) -> str | None:
        order = list(pairs)
        r.shuffle(order)
        for pattern, by in order:
            new = re.sub(pattern, by, s, count=1)
            if new != s:
                return new
        return None

    return edit


_negation = _replaced(
    [
        (r"\b(was|were|is|are|has|have|had|will|would|could|should|can|did|does|do) not\b", r"\1"),
        (r"\b(wasn|weren|isn|aren|hasn|haven|hadn|wouldn|couldn|didn|doesn)['’]t\b", r"\1"),
        (r"\b(was|were|is|are|will|would|could|should|can) (?!not)(?=[a-z])", r"\1 not "),
        (r"\b(has|have|had) (?=\w+ed\b)", r"\1 not "),
        (r"\brefused to\b", "agreed to"), (r"\bagreed to\b", "refused to"),
        (r"\bfailed to\b", "managed to"), (r"\bnever\b", "once"), (r"\bno\b", "some"),
        (r"\bwithout\b", "with"), (r"\brejected\b", "accepted"), (r"\baccepted\b", "rejected"),
        (r"\bdenied\b", "confirmed"), (r"\bsupports?\b", "opposes"), (r"\bopposes?\b", "supports"),
        (r"\bincreased\b", "decreased"), (r"\brose\b", "fell"), (r"\bfell\b", "rose"),
        (r"\bwon\b", "lost"), (r"\blost\b", "won"), (r"\bmore than\b", "less than"),
        (r"\bhigher\b", "lower"), (r"\blower\b", "higher"), (r"\bfirst\b", "last"),
    ]
)  # fmt: skip
_quantifier = _replaced(
    [
        (r"\b[Ss]ome\b", "all"), (r"\b[Mm]any\b", "all"), (r"\b[Mm]ost\b", "all"),
        (r"\b[Ss]everal\b", "most"), (r"\b[Nn]early all\b", "all"), (r"\b[Aa] few\b", "most"),
        (r"\b[Aa]lmost half\b", "well over half"), (r"\b[Nn]early\b", "more than"),
        (r"\b[Aa]lmost\b", "over"), (r"\b[Aa]t least\b", "exactly"), (r"\bone of the\b", "the"),
        (r"\b[Oo]ften\b", "always"), (r"\b[Ss]ometimes\b", "always"), (r"\b[Uu]p to\b", "at least"),
        (r"\b[Aa]ll\b", "some"), (r"\b[Ee]very\b", "hardly any"), (r"\b[Aa]bout\b", "well over"),
        (r"\bamong the (\w+est)\b", r"the single \1"), (r"\bhalf\b", "three quarters"),
    ]
)  # fmt: skip
_modality = _replaced(
    [
        (r"\b(?:could|may|might|would|should)\b(?! have)", "will"),
        (r"\b(?:may|might|could) have\b", "did"), (r"\b(?:alleged|suspected|apparent) ", ""),
        (r"\b(?:allegedly|apparently|reportedly|possibly|probably|likely) ", ""),
        (r"\bplans? to\b", "has decided to"), (r"\bis considering\b", "has approved"),
        (r"\bhopes? to\b", "will"), (r"\bwants? to\b", "is going to"),
        (r"\btried to\b", "managed to"),
        (r"\bis expected to\b", "will"), (r"\bproposed\b", "adopted"),
        (r"\bthreatened to\b", "did"),
        (r"\bcalled for\b", "achieved"), (r"\baccused of\b", "convicted of"),
        (r"\bif\b", "now that"), (r"\bis accused\b", "is guilty"), (r"\bsuspects?\b", "culprits"),
    ]
)  # fmt: skip
_time_order = _replaced(
    [
        (r"\bbefore\b", "after"), (r"\bafter\b", "before"), (r"\bsince\b", "until"),
        (r"\buntil\b", "since"), (r"\bahead of\b", "following"), (r"\bfollowing\b", "ahead of"),
        (r"\bearlier\b", "later"), (r"\blater\b", "earlier"), (r"\bprior to\b", "after"),
        (r"\bduring\b", "before"), (r"\bwhile\b", "before"),
        (r"\blast (?=year|month|week)", "next "),
        (r"\bnext (?=year|month|week)", "last "), (r"\bformer\b", "current"),
        (r"\bstill\b", "no longer"),
    ]
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_CAUSES = (
    "because of the costs", "because of pressure from the government", "due to a lack of staff",
    "as a result of the weather", "because the law requires it", "owing to safety concerns",
    "after complaints from residents", "because of a dispute over money",
)  # fmt: skip
_EXTRAS = (
    "and has since apologised", "and later resigned", "which surprised many experts",
    "and the matter is now before the courts", "and both sides have since signed a deal",
    "for the second time this year", "according to two officials",
    "the largest such case on record",
    "and has hired a lawyer", "which cost millions of dollars", "despite warnings from doctors",
)  # fmt: skip


def _date(s: str, others: list[str], r: random.Random) -> str | None:
    found = [
        (m, group)
        for group in (_DAYS, _MONTHS)
        for m in re.finditer(r"\b(?:" + "|".join(group) + r")\b", s)
    ]
    if not found:
        return None
    m, group = r.choice(found)
    return s[: m.start()] + r.choice([x for x in group if x != m.group()]) + s[m.end() :]


def _cause(s: str, others: list[str], r: random.Random) -> str | None:
    if re.search(r"\bbecause\b|\bdue to\b", s) and others and r.random() < 0.5:
        return re.sub(r"\b(?:because|due to)\b.*$", r.choice(_CAUSES) + ".", s)
    return f"{s.rstrip('.')} {r.choice(_CAUSES)}." if s.endswith(".") else None


def _extra(s: str, others: list[str], r: random.Random) -> str | None:
    if not s.endswith("."):
        return None
    return f"{s.rstrip('.')}{r.choice([' ', ', '])}{r.choice(_EXTRAS)}."


_SAYS = r"(?:said|says|argued|warned|claimed|believes|thinks|alleges?|contends?|told \w+)"
_SAID_LAST = re.compile(
    rf"^[\"“]?([^\"“”]{{30,}}?),?[\"”]?,? (?:[^,\"“”]{{3,60}}? )?{_SAYS}\b[^,]{{0,25}}\.$"
)
_SAID_FIRST = re.compile(rf"^[^\"“”]{{3,60}}? {_SAYS} (?:that )?(.{{25,}})\.$")
_SPEAKER = re.compile(
    rf"\b(?:said|says|told|according to|argued|warned) ([A-Z]\w+(?: [A-Z]\w+)?)"
    rf"|([A-Z]\w+(?: [A-Z]\w+)?) {_SAYS}\b"
)


def _unattributed(s: str, others: list[str], r: random.Random) -> str | None:
    """`S, X said.` as `S.`, and `X said that S.` as `S.`: an opinion told as a fact."""
    found = _SAID_LAST.match(s) or _SAID_FIRST.match(s)
    if found is None:
        return None
    what = found.group(1).strip()
    return f"{what[0].upper()}{what[1:]}."


def _speaker(s: str, others: list[str], r: random.Random) -> str | None:
    found = _SPEAKER.search(s)
    pool = [m.group() for o in others for m in _names(o) if m.group() not in s]
    if not found or not pool:
        return None
    group = 1 if found.group(1) else 2
    return s[: found.start(group)] + r.choice(pool) + s[found.end(group) :]


_TRUE: list[Edit] = [
    _same,
    _shorter,
    _shorter,
    _inverted_speech,
    _joined,
    _joined,
    _apposition,
    _synonym,
]
_FALSE: list[Edit] = [
    _number, _name, _name, _swap, _swap, _negation, _quantifier, _quantifier, _modality, _modality,
    _time_order, _date, _cause, _extra, _unattributed, _unattributed, _speaker,
]  # fmt: skip
_UNPROVED = (_cause, _extra, _unattributed, _modality, _quantifier)
