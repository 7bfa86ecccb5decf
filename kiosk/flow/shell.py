"""Draws the shell: pages that belong to no flow, and words put together while they are filled."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from jinja2 import Environment

from kiosk.content import words as content
from kiosk.content.compile import HOLES, frame_of, hole, title_and_main
from kiosk.dossier import status
from kiosk.engine.pages import Page
from kiosk.flow.filed import LATE, SAME_DAY, limit_words
from kiosk.web.language import Language
from kiosk.web.screens import Renderer
from kiosk.web.shell import FORMAT, Body, Shell
from kiosk.web.words import N_

PARTS = ("device", "found")
LOCAL = (
    "home", "procedures", "waiting", "this-device", "saved", "opened", "resume",
    "locked", "gone", "offline", "needs-node", "no-room", "failed",
)  # fmt: skip
SHARED = {
    "receipt": "dossier/receipt.html",
    "status": "dossier/status.html",
    "forgotten": "flow/forgotten.html",
}
"""Pages of the server's that have no values but their holes."""
TEMPLATES = SHARED | {name: f"flow/local/{name}.html" for name in (*LOCAL, *PARTS)}

WORDS = {
    "draft": N_("Làm tiếp: {name}"),
    "draft.note": N_("Sửa lần cuối lúc {at}"),
    "receipt": N_("Biên nhận: {name}"),
    "outbox.waiting": N_("Chờ gửi"),
    "outbox.received": N_("Trạm đã giữ, đang chuyển tiếp"),
    "outbox.sent": N_("Đã gửi"),
    "outbox.refused": N_("Chưa nộp được"),
    "why.offline": N_("Máy chưa có mạng."),
    "do.offline": N_("Có mạng thì máy tự gửi."),
    "why.portal": N_("Mạng này đòi đăng nhập trước."),
    "do.portal": N_("Bạn mở phần Wi-Fi của máy, đăng nhập, rồi bấm “Gửi ngay”."),
    "why.busy": N_("Nơi nhận đang bận."),
    "do.busy": N_("Máy tự gửi lại sau ít phút."),
    "why.login": N_("Nơi nhận chưa cho máy này gửi."),
    "do.login": N_("Hồ sơ vẫn còn đây. Bạn báo cán bộ giúp nhé."),
    "why.room": N_("Nơi nhận đã hết chỗ lưu."),
    "do.room": N_("Hồ sơ vẫn còn đây, máy sẽ gửi lại. Bạn báo cán bộ giúp nhé."),
    "why.clash": N_("Nơi nhận đã có một hồ sơ khác mang mã này."),
    "do.clash": N_("Bạn lưu tệp hồ sơ rồi đem đến cán bộ."),
    "why.refused": N_("Nơi nhận không nhận được hồ sơ này."),
    "do.refused": N_("Bạn lưu tệp hồ sơ rồi đem đến cán bộ."),
    "why.lost": N_("Có ảnh không còn đọc được trên máy này."),
    "do.lost": N_("Phần chữ vẫn được gửi. Bạn giữ giấy tờ gốc, cán bộ sẽ xin lại ảnh."),
    "resume.empty": N_("Bạn chưa gõ mã làm tiếp."),
    "resume.unknown": N_(
        "Máy này không có phần nào mang mã đó. Bạn xem lại từng chữ, "
        "hoặc chờ có mạng rồi thử lại."
    ),
    "found.none": N_("Chưa tìm thấy thủ tục nào."),
}  # fmt: skip

Count = Callable[[Language, int], str]
COUNTED: Mapping[str, Count] = {
    "found": lambda language, n: language.translations.ngettext(
        "%(count)s thủ tục", "%(count)s thủ tục", n
    ),
    "waiting": lambda language, n: language.translations.ngettext(
        "%(count)s hồ sơ đang chờ gửi", "%(count)s hồ sơ đang chờ gửi", n
    ),
    "others": lambda language, n: language.translations.ngettext(
        "%(count)s hồ sơ của người khác chờ gửi. Có mạng thì máy tự gửi.",
        "%(count)s hồ sơ của người khác chờ gửi. Có mạng thì máy tự gửi.",
        n,
    ),
}
DATES = ("date", "month", *(f"month.{month:02}" for month in range(1, 13)))
ONE, MANY = 1, 2


class Extra(NamedTuple):
    """What a feature above this one adds: templates by the names of their pages, words, templates
    of parts, and words that count."""

    pages: Mapping[str, str]
    words: Mapping[str, str]
    parts: Mapping[str, str] = {}
    counted: Mapping[str, Count] = {}


def shells(renderer: Renderer, *extras: Extra) -> Mapping[str, Shell]:
    """By language. The same templates and words give the same bytes."""
    return Shells(renderer, extras)


class Shells(Mapping[str, Shell]):
    """Each is drawn when it is first wanted: most tests start a node and never want one."""

    def __init__(self, renderer: Renderer, extras: Sequence[Extra]) -> None:
        self._renderer = renderer
        self._extras = extras
        self._drawn: dict[str, Shell] = {}

    def __getitem__(self, code: str) -> Shell:
        if code not in self._drawn:
            language = self._renderer.languages[code]
            self._drawn[code] = shell_in(language, self._renderer.environment(code), self._extras)
        return self._drawn[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._renderer.languages)

    def __len__(self) -> int:
        return len(self._renderer.languages)


def shell_in(language: Language, environment: Environment, extras: Sequence[Extra] = ()) -> Shell:
    drawn = {name: draw(environment, template) for name, template in TEMPLATES.items()}
    pages: dict[str, Page] = {
        name: ("", page.strip()) if name in PARTS else title_and_main(page)
        for name, page in drawn.items()
    }
    words = dict(words_in(language))
    for extra in extras:
        for name, template in extra.pages.items():
            pages[name] = title_and_main(draw(environment, template))
        for name, template in extra.parts.items():
            pages[name] = ("", draw(environment, template).strip())
        words |= words_of(extra, language)
    return Shell(Body(FORMAT, language.code, words, frame_of(drawn["home"]), pages))


def draw(environment: Environment, template: str) -> str:
    values = {**HOLES, "path": hole("path"), "fragment": False}
    return environment.get_template(template).render(values)


def words_in(language: Language) -> Iterator[tuple[str, str]]:
    """Patterns have `{n}`, `{day}`, `{name}`, `{at}` where a value goes."""
    _ = language.gettext
    yield from ((name, _(text)) for name, text in WORDS.items())
    yield from ((name, _(content.WORDS[name])) for name in DATES)
    yield from ((f"told.{name}", _(text)) for name, text in status.TOLD.items())
    yield from ((f"happened.{name}", _(text)) for name, text in status.HAPPENED.items())
    yield "extended", _(status.EXTENDED) % {"day": "{day}"}
    for told, ahead in status.AHEAD.items():
        yield from ((f"ahead.{told}.{at}", _(text)) for at, text in enumerate(ahead))
    for name, said in COUNTED.items():
        yield from counted(name, partial(said, language))
    yield from counted("limit", partial(limit_words, language))
    yield "limit.day", _(SAME_DAY)
    yield "limit.late", _(LATE)


def words_of(extra: Extra, language: Language) -> dict[str, str]:
    words = {name: language.gettext(text) for name, text in extra.words.items()}
    for name, said in extra.counted.items():
        words |= counted(name, partial(said, language))
    return words


def counted(name: str, said: Callable[[int], str]) -> Iterator[tuple[str, str]]:
    yield f"{name}.one", said(ONE) % {"count": "{n}"}
    yield f"{name}.many", said(MANY) % {"count": "{n}"}
