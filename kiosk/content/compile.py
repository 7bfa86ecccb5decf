"""Makes a pack: the templates of the flow pages, rendered once with holes where values go."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from markupsafe import Markup
from msgspec.structs import replace

from kiosk.content.translate import Translate, in_language
from kiosk.content.words import MESSAGES, WORDS
from kiosk.engine.pack import FORMAT, Body, Pack, pack_bytes
from kiosk.engine.shapes import Field, Flow, Option, Step

Render = Callable[[str, Mapping[str, Any]], str]
"""Renders a template by name in the pack's language."""


Pairs: TypeAlias = Sequence[tuple[str, str]]
Links: TypeAlias = Mapping[str, str]
"""By the code of a procedure, the address of its first page here."""


class Names(Protocol):
    """The reference tables as far as a page lists them."""

    def provinces(self) -> Pairs: ...
    def ethnicities(self) -> Pairs: ...


def hole(name: str) -> Markup:
    return Markup("{{%s}}" % name)  # noqa: S704, UP031  the names are ours


def when(name: str, caller: Callable[[], str]) -> Markup:
    return Markup("{{#%s}}%s{{/%s}}") % (name, caller(), name)


def unless(name: str, caller: Callable[[], str]) -> Markup:
    return Markup("{{^%s}}%s{{/%s}}") % (name, caller(), name)


CHECK = "kiem-tra"
HOLES = {"hole": hole, "when": when, "unless": unless}


def compile_pack(
    flow: Flow, locale: str, translate: Translate, render: Render, names: Names, links: Links
) -> Pack:
    """One flow in one language. The same inputs give the same bytes."""
    local = in_language(flow, translate)
    pages = pages_of(local, render, names, links)
    body = Body(
        format=FORMAT,
        flow=local,
        locale=locale,
        words={key: translate(text) for key, text in WORDS.items()},
        messages={key: translate(text) for key, text in MESSAGES.items()}
        | {f"check.{at}": check.say for at, check in enumerate(local.checks)},
        frame=frame_of(pages[CHECK]),
        pages={name: title_and_main(page) for name, page in pages.items()},
    )
    return Pack(pack_bytes(body))


def pages_of(flow: Flow, render: Render, names: Names, links: Links) -> dict[str, str]:
    """Every page of the flow, whole, by its name."""
    shown = {
        **HOLES,
        "flow": flow,
        "links": links,
        "path": hole("path") + when("from_check", lambda: "?sua=1"),
        "fragment": False,
        "provinces": options(names.provinces()),
    }
    pages = {"start": render("flow/start.html", {**shown, "path": f"/thu-tuc/{flow.id}"})}
    for step in flow.steps:
        asked = replace(step, fields=tuple(with_options(one, names) for one in step.fields))
        pages[step.id] = render(f"flow/{template_of(step)}", {**shown, "step": asked})
        if step.group is not None:
            pages[f"{step.id}/n"] = render("flow/member.html", {**shown, "step": asked})
    pages[CHECK] = render("flow/check.html", shown)
    if flow.declaration:
        pages["cam-doan"] = render("flow/declaration.html", shown)
    if flow.ends == "checklist":
        pages["danh-sach"] = render("flow/checklist.html", shown)
    return pages


def options(pairs: Pairs) -> tuple[Option, ...]:
    return tuple(Option(code, name) for code, name in pairs)


def with_options(one: Field, names: Names) -> Field:
    """Ethnic groups are picked from a list: drawn on the page, not carried in the rules."""
    return replace(one, options=options(names.ethnicities())) if one.type == "ethnicity" else one


def template_of(step: Step) -> str:
    if step.stop is not None:
        return "stop.html"
    return "group.html" if step.group is not None else "step.html"


def frame_of(page: str) -> tuple[str, str, str]:
    before, rest = page.split("<title>", 1)
    between = rest.split("</title>", 1)[1].split("<main", 1)[0]
    return before, between, rest.rsplit("</main>", 1)[1]


def title_and_main(page: str) -> tuple[str, str]:
    title, rest = page.split("<title>", 1)[1].split("</title>", 1)
    main = rest.split("<main", 1)[1].rsplit("</main>", 1)[0]
    return f"<title>{title}</title>", f"<main{main}</main>"
