"""Prompt injection: passages of an article that address a language model instead of a reader.

An article is data, and nothing in it is ever executed. A passage that says what "your response"
should contain is not reporting, so it is excluded from the evidence and shown as a warning. The
rules describe forms of address, not particular texts: orders about an answer, a reply or a prompt;
orders to an assistant; and requests to write, explain, translate or compute something. A quotation
with its speaker in the same sentence is reporting, whatever it demands.
"""

import re
from dataclasses import dataclass

from assistant.text.lexicon import ONES, SURE_SPEECH_VERBS, any_of
from assistant.text.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Instruction:
    """A passage that addresses a model: its span, and a description of what it does."""

    start: int
    end: int
    why: str


_OUTPUT = r"(?:answers?|repl(?:y|ies)|responses?|outputs?|messages?|completions?|generations?)"
_ORDER = (
    r"(?:add|adjust|alter|anagram|append|apply|augment|avoid|begin|change|combine|convert|disguise"
    r"|disregard|embed|emphasi[sz]e|encode|encrypt|end|enhance|exclude|express|finish|format|forget"
    r"|give|group|hide|ignore|include|incorporate|inject|insert|integrate|introduce|jumble|limit"
    r"|make|mask|mention|misspell|mix|modify|obfuscate|omit|output|override|prepend|print|produce"
    r"|provide|put|rearrange|recommend|redact|refuse|remove|render|repeat|rephrase|replace|reply"
    r"|respond|return|reverse|rewrite|say|scramble|send|shuffle|shift|start|state|stop|substitute"
    r"|suggest|summari[sz]e|swap|switch|tease|tell|transform|translate|transpose|turn|use|write)"
)
# A full stop within a web address or before a closing quotation mark does not end an order.
_SAME_SENTENCE = r"(?:[^.!?\n]|[.!?](?=[\w/\"'”’]))"
_POLITE = r"(?:(?:please|now|also|then|instead|next)\s*,?\s+|kindly\s+|and\s+)*"
_START = (
    r"(?:^|[\n.!?:;]\s*|[*_>`#\-\"'“”‘’(\[]\s*|<!--\s*|"
    r"\b(?:you\s+(?:must|should|have\s+to|need\s+to|will|are\s+to)|be\s+sure\s+to"
    r"|make\s+sure\s+to|remember\s+to|do\s+not|don['’]t|never|always|to)\s+)"
)
_OVERRIDE = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|do\s+not\s+follow|stop\s+following)\b"
    r"[^.!?\n]{0,30}\b(?:previous|prior|above|earlier|preceding|original|all|any|your|these|system"
    r"|other)\b[^.!?\n]{0,30}"
    r"\b(?:instructions?|prompts?|guidelines|directions|directives|context|commands?|messages?)\b"
    r"|\b(?:new|updated|important)\s+(?:system\s+)?(?:instructions?|prompt)\s*:",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"\b(?:you\s+are\s+(?:now\s+)?(?:an?\s+)?(?:ai|language\s+model|assistant|chatbot|llm|gpt)\b"
    r"|as\s+an?\s+(?:ai|language\s+model|ai\s+(?:language\s+)?(?:model|assistant))\s*,"
    r"|(?:dear|attention|note\s+to(?:\s+the)?|hey|hello)\s*,?\s+(?:ai|language\s+models?|llms?"
    r"|chatbots?|assistants?|chatgpt|models?)\b"
    r"|(?:^|\n)\s*(?:system|assistant|user)\s*:\s"
    r"|</?(?:system|assistant|instructions?|prompt)[^>\n]{0,40}>"
    r"|\[/?(?:INST|SYSTEM)\]|<\|[a-z_]+\|>"
    r"|\b(?:reveal|print|repeat|show|leak|output)\b[^.!?\n]{0,30}\b(?:system|hidden|initial)\s+"
    r"(?:prompt|instructions?|message))",
    re.IGNORECASE,
)
_ABOUT_THE_ANSWER = re.compile(
    rf"{_START}{_POLITE}{_ORDER}\b{_SAME_SENTENCE}{{0,160}}?\b(?:your|the\s+final|the\s+model['’]?s|this)\s+"
    rf"(?:\w+\s+)?{_OUTPUT}\b"
    rf"|\bin\s+your\s+(?:\w+\s+)?{_OUTPUT}\s*,\s*{_POLITE}(?:do\s+not\s+|never\s+|always\s+)?{_ORDER}\b"
    rf"|{_START}{_POLITE}(?:answer|reply|respond|write|speak)\s+(?:only\s+|always\s+)?"
    r"(?:in|with|using|as)\s+(?:\w+\s+){0,3}(?:language|english|french|german|spanish|emojis?"
    r"|json|base64|rhymes?|riddles?|capitals|uppercase|a\s+pirate|morse)\b",
    re.IGNORECASE,
)
_TEXT_OPERATION = re.compile(
    rf"{_START}{_POLITE}(?:replace|swap|substitute|shift|remove|reverse|scramble|rearrange|jumble"
    r"|convert|group|combine|encode|misspell|anagram|capitali[sz]e)\s+"
    r"(?:(?:all|every|each|any|the|random|some|common|several|first|last|second|third|fourth|fifth"
    r"|other|of|in|individual|your|out)\s+){0,4}"
    r"(?:letters?|vowels?|consonants?|characters?|spaces?|words?|sentences?|syllables?|numbers?"
    r"|punctuation|digits?)\b"
    r"(?=[^.!?\n]{0,80}\b(?:with|by|in|to|into|of|from|without|order|backwards?|reverse)\b)",
    re.IGNORECASE,
)
_TASKS = (
    rf"(?:a|an|the|some|me|this|{any_of(ONES[2:])})\s+(?:[\w'-]+\s+){{0,4}}"
    r"(?:poem|story|stories|essay|letter|speech|script|haiku|song|lyrics|limerick|paragraph|joke"
    r"|function|program|code|snippet|query|regex|recipe|email|tweet|slogan|translation|summary"
    r"|introduction|outline|dialogue|monologue|example|equivalent|definition|sentence|phrase)\b"
)
_LANGUAGES = (
    r"english|french|german|spanish|italian|portuguese|dutch|russian|chinese|mandarin|japanese"
    r"|korean|arabic|hindi|latin|greek|turkish|polish|swedish|hebrew|swahili"
)
_TASK = re.compile(
    rf"^{_POLITE}(?:write|compose|draft|create|develop|generate|craft|provide|produce|translate"
    rf"|give\s+me|tell\s+me|show\s+me|prepare|can\s+you\s+(?:show|write|give|explain|tell|help)(?:\s+me)?"
    rf"|could\s+you\s+\w+(?:\s+me)?)\s+{_TASKS}"
    r"|^(?:please\s+)?(?:explain|describe|outline|discuss|define|summari[sz]e|break\s+down|list)\s+"
    r"(?:the\s+|how\s+|why\s+|what\s+)[^.?!\n]{3,90}[.?!]?$"
    rf"|^(?:please\s+)?translate\s+[^.!?\n]{{0,60}}\b(?:to|into)\s+(?:{_LANGUAGES})\b"
    r"|^(?:how\s+do\s+(?:you|i)\s+say|what(?:['’]s|\s+is))\s+['\"‘“][^'\"’”\n]{1,60}['\"’”]\s+"
    rf"in\s+(?:{_LANGUAGES})\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(rf"\b(?:{any_of(SURE_SPEECH_VERBS)}|urged|according)\b", re.IGNORECASE)
_WRAPPING = re.compile(r"^(?:<!--|[\s*_>`#\-\"'“”‘’(\[])+|(?:-->|[\s*_`\"'“”‘’)\]])+$")

# For each rule: its description, whether attributed speech is exempt, and words one of which is in
# every match. The words are checked first, because a rule is fifty times slower than a word.
_RULES = (
    (
        "tells a model to set its instructions aside",
        _OVERRIDE,
        False,
        "instruction prompt guideline direction directive context command message".split(),
    ),
    (
        "addresses a language model",
        _ADDRESSED,
        False,
        "you as dear attention note hey hello system assistant user instruction prompt [ "
        "<|".split(),
    ),
    (
        "tells a model what its answer is to be like",
        _ABOUT_THE_ANSWER,
        True,
        "answer repl respon output message completion generation language english french german "
        "spanish emoji json base64 rhyme riddle capitals uppercase pirate morse".split(),
    ),
    (
        "tells a model to change letters or words",
        _TEXT_OPERATION,
        True,
        "letter vowel consonant character space word sentence syllable number punctuation "
        "digit".split(),
    ),
)


def find_instructions(text: str, start: int = 0, end: int | None = None) -> list[Instruction]:
    """The sentences of `text[start:end]` that instruct a model, in order."""
    found = []
    for span in split_sentences(text, start, end):
        sentence = span.of(text)
        why = instruction_in(sentence)
        if why is not None:
            found.append(Instruction(span.start, span.end, why))
    return found


def instruction_in(sentence: str) -> str | None:
    """A description of how a sentence instructs a model; None if it does not."""
    folded = sentence.casefold()
    for why, rule, spares_speech, hints in _RULES:
        if not any(hint in folded for hint in hints) or not rule.search(sentence):
            continue
        if not (spares_speech and _SPEAKER.search(sentence)):
            return why
    bare = _WRAPPING.sub("", sentence).strip()
    return "asks for a piece of work" if _TASK.match(bare) else None
