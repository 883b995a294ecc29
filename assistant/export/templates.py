"""HTML pages from Jinja templates: every value is escaped, and no page loads or runs anything."""

from importlib.resources import files


def render_page(template: str, **values: object) -> str:
    """A page from a template, named by its path in this package, such as `export/answers.html`.

    Values are escaped unless they are `Markup`. A variable that is not given is an error.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    root = files("assistant")
    environment = Environment(
        loader=FunctionLoader(lambda name: root.joinpath(name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(values)
