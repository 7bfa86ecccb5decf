"""The yardstick: a Litestar app that draws one question with Jinja2, and nothing else.

No middleware, no database, no cookies, no headers of its own. Served as the node is: uvicorn,
uvloop, httptools. `python -m bench.bare PORT BYTES` serves a page of that many bytes.
"""

import sys
from pathlib import Path
from typing import Any

import uvicorn
from litestar import Litestar, get
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template.config import TemplateConfig

TEMPLATES = Path(__file__).resolve().parent / "templates"
BASE = "/to-khai/01a200e1-efb1-7060-b4f2-cbecf2818a87"
FIELDS = (
    {"name": "ho_ten", "label": "Họ, chữ đệm, tên của cha", "hint": "", "value": "Trần Văn Sơn"},
    {"name": "ngay_sinh.d", "label": "Ngày", "hint": "Chỉ nhớ năm cũng được.", "value": "12"},
    {"name": "ngay_sinh.m", "label": "Tháng", "hint": "", "value": "4"},
    {"name": "ngay_sinh.y", "label": "Năm", "hint": "", "value": "1995"},
)


def make(size: int) -> Litestar:
    """Serves `/`: a page of `size` bytes, filled up with plain text."""
    engine = JinjaTemplateEngine(directory=TEMPLATES)
    engine.engine.auto_reload = False
    filling = "." * (size - len(engine.get_template("question.html").render(values("")).encode()))

    @get("/")
    async def question() -> Template:
        return Template("question.html", context=values(filling))

    config = TemplateConfig(instance=engine)
    return Litestar([question], template_config=config, logging_config=None, openapi_config=None)


def values(filling: str) -> dict[str, Any]:
    return {
        "lang": "vi",
        "title": "Cha của trẻ tên gì, sinh năm nào?",
        "procedure": "Đăng ký khai sinh",
        "number": 13,
        "base": BASE,
        "path": f"{BASE}/cha-ten",
        "back": f"{BASE}/me-dan-toc",
        "errors": (),
        "fields": FIELDS,
        "filling": filling,
    }


def serve(app: Litestar, port: int) -> None:
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=port,
        loop="uvloop",
        http="httptools",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
    )


if __name__ == "__main__":
    serve(make(int(sys.argv[2])), int(sys.argv[1]))
