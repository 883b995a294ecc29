"""Question to excerpts: rewrite, hints, hybrid search."""
