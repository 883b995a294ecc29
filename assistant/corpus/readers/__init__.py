"""The readers of the formats: one module each, which imports its library when it is used."""
