"""Files to articles: find, read, clean and describe them."""
