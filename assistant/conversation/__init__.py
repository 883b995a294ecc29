"""Turns a follow-up into a question that can be searched for."""
