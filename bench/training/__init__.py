"""Builds the weights that the project ships."""
