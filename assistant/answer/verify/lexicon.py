"""Which words say the same, and which the contrary."""


def are_synonyms(left: str, right: str) -> bool:
    """Whether two words can say the same."""
    return False
