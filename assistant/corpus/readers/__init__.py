"""Bytes of one format -> texts; one module a format, its library imported where it is used."""
