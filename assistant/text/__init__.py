"""How news prose is taken apart: sentences, words, names, numbers, dates, quotations."""
