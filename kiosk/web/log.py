"""One JSON line an event, on standard error. Nothing personal: no addresses, paths or answers."""

import logging
import re
import secrets
import sys
from contextvars import ContextVar

import msgspec
import structlog
from structlog.typing import EventDict

from kiosk.settings import Settings

# The id of the request that is being answered. One variable of our own: structlog's take five
# times as long to set and to read, on the path of every request.
answering: ContextVar[str] = ContextVar("answering", default="")
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")


def configure_logging(settings: Settings) -> None:
    """Once a process, before anything is logged."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    structlog.configure(
        processors=[
            with_request,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_to_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[_Bridge()], force=True)


def request_id() -> str:
    """Of the request that is being answered; "" outside of any."""
    return answering.get()


def with_request(_: object, __: str, event: EventDict) -> EventDict:
    """Every line that is written while a request is being answered tells which."""
    if id := answering.get():
        event["request"] = id
    return event


def given_or_new(id: bytes) -> str:
    """The id that a proxy or another node gave, where it is one; else a new one."""
    return id.decode() if id and _REQUEST_ID.fullmatch(id) else secrets.token_hex(8)


class _Bridge(logging.Handler):
    """What libraries log, in the same shape."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger()
        log.log(record.levelno, record.getMessage(), by=record.name, exc_info=record.exc_info)


def _to_json(event: dict[str, object], **_: object) -> str:
    return _JSON.encode(event).decode()


_JSON = msgspec.json.Encoder(enc_hook=str)
