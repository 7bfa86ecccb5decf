"""One JSON line an event, on standard error. Nothing personal: no addresses, paths or answers."""

import logging
import sys

import msgspec
import structlog

from kiosk.settings import Settings


def configure_logging(settings: Settings) -> None:
    """Once a process, before anything is logged."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    structlog.configure(
        processors=[
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


class _Bridge(logging.Handler):
    """What libraries log, in the same shape."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger()
        log.log(record.levelno, record.getMessage(), by=record.name, exc_info=record.exc_info)


def _to_json(event: dict[str, object], **_: object) -> str:
    return _JSON.encode(event).decode()


_JSON = msgspec.json.Encoder(enc_hook=str)
