"""The learned reader: which sentences answer a question, and whether a sentence follows."""
