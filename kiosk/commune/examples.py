"""Reasons that a commune may begin its list with. They say what to do and claim nothing of the law.

Vietnamese whatever language the officer reads: it is citizens who get them, word for word.
"""

from collections.abc import Mapping
from pathlib import Path

import yaml

from kiosk.commune.rules import ReasonKind

FILE = Path(__file__).with_name("examples.yaml")
EXAMPLES: Mapping[ReasonKind, tuple[str, ...]] = {
    kind: tuple(texts) for kind, texts in yaml.safe_load(FILE.read_text("utf-8")).items()
}
