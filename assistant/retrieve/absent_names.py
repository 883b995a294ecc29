"""Finds the names in a question that no article of the library has."""

from assistant.index.search_index import SearchIndex
from assistant.text.names import find_names
from assistant.text.words import words


def absent_names(question: str, index: SearchIndex) -> list[str]:
    """The names in the question none of whose words is in any article, each once, in order."""
    found = [name.text for name in find_names(question) if not name.opens]
    return [
        name
        for name in dict.fromkeys(found)
        if not any(index.frequency(word.text) for word in words(name))
    ]
