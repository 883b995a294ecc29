"""The analysis of news prose: sentences, words, names, numbers, dates and quotations."""
