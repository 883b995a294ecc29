"""The preferences of each person, kept in the library's database as names and values."""

from sqlalchemy import Engine, delete, insert, select

from assistant.library.database import mapped, read_rows, transaction
from assistant.library.schema import metadata, preferences


class Preferences:
    """The preferences kept in one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with mapped(self._engine):
            metadata.create_all(engine, tables=[preferences])

    def of(self, owner: str = "") -> dict[str, str]:
        """All preferences that this person has set."""
        chosen = select(preferences).where(preferences.c.owner == owner)
        return {row.name: row.value for row in read_rows(self._engine, chosen)}

    def set(self, name: str, value: str | None, owner: str = "") -> None:
        """Store a value; None removes it, so that the default applies."""
        old = (preferences.c.owner == owner) & (preferences.c.name == name)
        with transaction(self._engine) as connection:
            connection.execute(delete(preferences).where(old))
            if value is not None:
                row = {"owner": owner, "name": name, "value": value}
                connection.execute(insert(preferences).values(row))
