"""Excerpts to a verified answer: prompt, models, the stub, cite, verify."""
