"""The five articles that everything starts from."""
