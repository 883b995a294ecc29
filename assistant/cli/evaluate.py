"""`assistant eval`: the evaluation over question files, a table and a report."""


def evaluate() -> None:
    """The evaluation over question files, a table and a report."""
