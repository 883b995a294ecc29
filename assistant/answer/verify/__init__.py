"""Checking a claim against the words that it stands on: typed, deterministic, offline."""

from assistant.answer.verify.check import Verdict, check_against_document, check_claim
from assistant.answer.verify.evidence import Evidence, evidence_of

__all__ = ["Evidence", "Verdict", "check_against_document", "check_claim", "evidence_of"]
