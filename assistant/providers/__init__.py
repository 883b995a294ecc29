"""Providers of models: their packages and keys, and what can go wrong with them."""
