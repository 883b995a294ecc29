"""The prompts: files named `step.role.md`, read from the package and checked when loaded."""

from dataclasses import dataclass
from functools import cache
from string import Formatter

from assistant.bundled import bundled_folder
from assistant.errors import SettingsError

# The variables that each step fills; a file that names others, or leaves one out, is refused.
_VARIABLES = {
    "answer.system": {"refusal"},
    "answer.user": {"today", "excerpts", "question"},
    "judge.system": set[str](),
    "judge.user": {"excerpts", "claim"},
    "repair.system": {"refusal"},
    "repair.user": {"excerpts", "claims"},
    "rewrite.system": set[str](),
    "rewrite.user": {"turns", "question"},
}


@dataclass(frozen=True, slots=True)
class Prompt:
    """The words for one step and role, with the names of its variables in braces."""

    name: str
    template: str

    def fill(self, **values: str) -> str:
        """The words with the variables' values in place; values may hold braces."""
        return self.template.format(**values)


@cache
def load_prompt(name: str) -> Prompt:
    """Read `prompts/NAME.md`.

    Raises:
        SettingsError: the file does not name exactly the variables that its step fills.
    """
    template = (bundled_folder("prompts") / f"{name}.md").read_text(encoding="utf-8").strip()
    named = {field for _, field, _, _ in Formatter().parse(template) if field is not None}
    if named != _VARIABLES[name]:
        wanted = ", ".join(sorted(_VARIABLES[name])) or "no variable"
        raise SettingsError(f"prompts/{name}.md names {sorted(named)}; its step fills {wanted}")
    return Prompt(name, template)
