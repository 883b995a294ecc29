"""Use only the search, as a LangChain retriever in a chain of your own.

python examples/search_only.py "sanctions on North Korea"
"""

import sys

from langchain_core.documents import Document

from assistant import as_retriever, open_assistant


def headlines(documents: list[Document]) -> str:
    """One line for each excerpt: its date, its headline and its place."""
    lines = (
        "{published} {title} ({source}, {start} to {end})".format(**one.metadata)
        for one in documents
    )
    return "\n".join(lines)


def main(query: str) -> None:
    """Print where the best excerpts for a query are."""
    with open_assistant() as assistant:
        chain = as_retriever(assistant, k=4) | headlines
        print(chain.invoke(query))


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["sanctions on North Korea"]))
