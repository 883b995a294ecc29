"""Checking a claim against the excerpts: facts first, then wording; offline, always the same."""

from assistant.verify.evidence import Evidence, evidence_of
from assistant.verify.verdict import Verdict, check_against_document, check_claim

__all__ = ["Evidence", "Verdict", "check_against_document", "check_claim", "evidence_of"]
