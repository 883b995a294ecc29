"""The articles, chunks and vectors that are kept: the one source of truth."""
