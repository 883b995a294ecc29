"""The learned reader: scores sentences as answers to a question."""
