"""What a page says about a problem: what happened, and what to do next."""

from dataclasses import dataclass

from kiosk.problem import Problem
from kiosk.web.language import Language


def N_(message: str) -> str:
    """Mark a Vietnamese source sentence for the catalogue; it is translated when it is shown."""
    return message


@dataclass(frozen=True)
class Words:
    """`heading` says what happened, `advice` what the reader can do about it, `link` where."""

    heading: str
    advice: str
    link: str = N_("Về trang đầu")
    href: str = "/"


GENERAL = Words(
    N_("Có trục trặc"),
    N_("Bạn thử lại sau ít phút. Nếu vẫn không được, hãy nhờ người hỗ trợ."),
)

# Features add theirs with `say`.
_by_code: dict[str, Words] = {
    "web.not_found": Words(
        N_("Không có trang này"),
        N_("Có thể đường dẫn bị gõ thiếu. Bạn về trang đầu và chọn lại nhé."),
    ),
    "web.wrong_method": Words(
        N_("Trang này không mở như vậy được"),
        N_("Bạn về trang đầu và chọn lại nhé."),
    ),
    "web.malformed_request": Words(
        N_("Chúng tôi không hiểu yêu cầu này"),
        N_("Bạn về trang đầu và chọn lại nhé."),
    ),
    "web.unprocessable": Words(
        N_("Chúng tôi không hiểu yêu cầu này"),
        N_("Bạn quay lại trang trước và gửi lại bằng nút trên trang."),
    ),
    "web.malformed_form": Words(
        N_("Chúng tôi không đọc được nội dung bạn gửi"),
        N_("Bạn quay lại trang trước và gửi lại. Nếu vẫn không được, hãy nhờ người hỗ trợ."),
    ),
    "web.not_a_form": Words(
        N_("Chúng tôi không đọc được nội dung bạn gửi"),
        N_("Bạn quay lại trang trước và gửi lại bằng nút trên trang."),
    ),
    "web.too_large": Words(
        N_("Nội dung gửi lên quá lớn"),
        N_("Bạn quay lại, bớt chữ hoặc chọn ảnh nhỏ hơn rồi gửi lại."),
    ),
    "web.foreign_post": Words(
        N_("Chúng tôi không nhận nội dung gửi từ trang khác"),
        N_("Bạn mở trang này của Trạm Số và gửi từ đây nhé."),
    ),
    "web.too_many": Words(
        N_("Có quá nhiều lượt gửi cùng lúc"),
        N_("Bạn chờ %(retry_after)s giây rồi thử lại. Điều bạn đã lưu vẫn còn."),
    ),
    "web.busy": Words(
        N_("Đang có nhiều người gửi ảnh"),
        N_("Bạn chờ %(retry_after)s giây rồi gửi lại. Điều bạn đã lưu vẫn còn."),
    ),
    "store.busy": Words(
        N_("Máy đang bận"),
        N_("Bạn chờ một lát rồi bấm lại. Điều bạn đã lưu trước đó vẫn còn."),
    ),
    "files.no_room": Words(
        N_("Máy đã hết chỗ lưu"),
        N_("Điều bạn vừa gửi chưa được lưu. Bạn báo cán bộ giúp nhé. Khi máy có chỗ, bạn gửi lại."),
    ),
    "files.away": Words(
        N_("Chưa mở được nơi giữ ảnh và giấy tờ"),
        N_("Bạn chờ một lát rồi bấm lại. Điều bạn đã lưu trước đó vẫn còn."),
    ),
    "store.away": Words(
        N_("Máy đang bận"),
        N_("Bạn chờ một lát rồi bấm lại. Điều bạn đã lưu trước đó vẫn còn."),
    ),
    "web.unexpected": Words(
        N_("Máy gặp trục trặc"),
        N_(
            "Điều bạn đã lưu vẫn còn. Bạn thử lại sau ít phút. "
            "Nếu vẫn không được, hãy đọc số %(incident)s cho người hỗ trợ."
        ),
    ),
}


def say(code: str, heading: str, advice: str, link: str = GENERAL.link, href: str = "/") -> None:
    """Give a problem its words: Vietnamese source sentences, marked by `N_`."""
    _by_code[code] = Words(heading, advice, link, href)


def heading_of(code: str, language: Language) -> str:
    """What happened, where somebody else had the problem."""
    return language.gettext(_by_code.get(code, GENERAL).heading)


def words_for(problem: Problem, language: Language) -> Words:
    """In the reader's language; a problem without words of its own gets the general ones."""
    words = _by_code.get(problem.code, GENERAL)
    return Words(
        _filled(language.gettext(words.heading), problem.params),
        _filled(language.gettext(words.advice), problem.params),
        language.gettext(words.link),
        words.href,
    )


def _filled(sentence: str, params: dict[str, object]) -> str:
    try:
        return sentence % params if "%(" in sentence else sentence
    except (KeyError, ValueError, TypeError):
        return sentence
