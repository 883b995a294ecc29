"""What each person prefers, kept in the library's database: a name, a value."""

from sqlalchemy import Column, Engine, MetaData, String, Table, Text, delete, insert, select

from assistant.library.database import mapped

metadata = MetaData()

_preferences = Table(
    "preferences",
    metadata,
    Column("owner", String(320), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)


class Preferences:
    """The preferences kept in one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with mapped(self._engine):
            metadata.create_all(engine)

    def of(self, owner: str = "") -> dict[str, str]:
        """All that this person set."""
        chosen = select(_preferences).where(_preferences.c.owner == owner)
        with mapped(self._engine), self._engine.connect() as connection:
            return {row.name: row.value for row in connection.execute(chosen)}

    def set(self, name: str, value: str | None, owner: str = "") -> None:
        """Keep a value; None goes back to what holds for everybody."""
        old = (_preferences.c.owner == owner) & (_preferences.c.name == name)
        with mapped(self._engine), self._engine.begin() as connection:
            connection.execute(delete(_preferences).where(old))
            if value is not None:
                row = {"owner": owner, "name": name, "value": value}
                connection.execute(insert(_preferences).values(row))
