"""Question files in, figures with their intervals and a report out."""
