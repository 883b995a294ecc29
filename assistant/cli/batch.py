"""`assistant batch`: many answers, one JSON object a line."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.lines import answer_lines
from assistant.cli.options import Home, LinesOut, Model, QuestionsIn, Threshold, opened, say_state

if TYPE_CHECKING:
    from assistant.asked import Asked


def batch(
    questions: QuestionsIn,
    out: LinesOut = Path("-"),
    home: Home = None,
    model: Model = None,
    threshold: Threshold = None,
) -> None:
    """Many answers, from a file of questions.

    A JSON object a line in, one a line out, in the same order; a line that cannot be answered
    gets {"id", "error"}, and the others go on.
    """
    with opened(home, model=model, threshold=threshold) as assistant:
        say_state(assistant)

        def answer(asked: "Asked") -> dict[str, Any]:
            given = assistant.ask(
                asked.question,
                history=asked.history,
                filters=asked.filters,
                documents=asked.documents,
            )
            return given.as_json()

        answer_lines(questions, out, answer)
