"""What a volunteer's own device draws its pages with where there is no line."""

from kiosk.coach.visits_pages import NOT_SAID
from kiosk.flow.shell import Extra
from kiosk.tutor.rules import PICTURES

PAGES = ("unlock", "visit", "visit-open", "meeting")
SHELL = Extra(
    pages={f"coach-{name}": f"coach/local/{name}.html" for name in PAGES},
    words={f"coach.error.{name}": text for name, text in NOT_SAID.items()}
    | {f"picture.{number}": word for number, word in PICTURES.items()},
    parts={"coach-kept": "coach/local/kept.html"},
    counted={
        "coach.deeds": lambda language, n: language.translations.ngettext(
            "%(count)s việc chờ gửi", "%(count)s việc chờ gửi", n
        )
    },
)
