"""Answers and conversations as files: one format a module."""
