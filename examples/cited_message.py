"""Ask a question through a LangChain runnable and print what each citation supports.

python examples/cited_message.py "Who vetoed the resolution?"
"""

import sys

from assistant import as_runnable, open_assistant


def main(question: str) -> None:
    """Print the answer, then each cited sentence with the words of the article."""
    with open_assistant() as assistant:
        message = as_runnable(assistant).invoke(question)
    print(message.text)
    for annotation in message.content_blocks[0].get("annotations", []):
        sentence = message.text[annotation["start_index"] : annotation["end_index"]]
        print(f"\n{sentence}\n  {annotation['extras']['source']}: {annotation['cited_text']}")


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["Who vetoed the resolution?"]))
