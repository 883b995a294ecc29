"""The built-in embedder, all-MiniLM-L6-v2: model, vocabulary, and its projection for the index."""
