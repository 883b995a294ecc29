"""Texts to vectors: the seam that every embedder fills, the built-in one, and hosted ones."""
