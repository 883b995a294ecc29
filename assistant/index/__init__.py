"""What can be made again from the library: embeddings, vectors, words, health."""
