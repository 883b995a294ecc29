"""A claim in another language than its evidence: only its facts can be compared.

Quotations, numbers and dates are compared as in one language, with figures read as the claim's
language writes them. A name can have another form there ("Vereinte Nationen", and in German every
noun looks like a name), so one that is not found leaves the claim unconfirmed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.text.lexicon import FOREIGN_SCALES, any_of
from assistant.verify.check_dates import find_date_faults
from assistant.verify.check_names import find_name_faults
from assistant.verify.check_numbers import find_number_faults
from assistant.verify.evidence import Indexed
from assistant.verify.fault import SOFT, Fault
from assistant.verify.quotations import find_quotation_faults

# "480.000", "480 000", "480’000"
_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}(?:[.’' \u00a0\u202f]\d{3})+(?![\w.,]\d)")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))")
_SCALE = re.compile(rf"(?<=\d)\s+({any_of(FOREIGN_SCALES)})\b\.?", re.IGNORECASE)


def with_english_figures(text: str) -> str:
    """The text with its figures as English writes them: "3,5 Mio." becomes "3.5 million"."""
    text = _DECIMAL_COMMA.sub(".", text)
    text = _GROUPED.sub(lambda match: re.sub(r"\D", ",", match.group()), text)
    return _SCALE.sub(lambda match: f" {FOREIGN_SCALES[match[1].lower()]}", text)


def find_faults_across_languages(claim: Indexed, evidence: Sequence[Indexed]) -> Iterator[Fault]:
    """The faults of a claim's facts; the claim has English figures."""
    yield from find_quotation_faults(claim, evidence)
    yield from find_number_faults(claim, evidence)
    yield from find_date_faults(claim, evidence)
    yield from (replace(fault, sure=SOFT) for fault in find_name_faults(claim, evidence))
