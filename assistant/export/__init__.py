"""Saves answers and conversations as files."""
