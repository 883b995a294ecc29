"""Files to articles: load, clean, describe."""
