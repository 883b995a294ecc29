"""Question files to figures and a report."""
