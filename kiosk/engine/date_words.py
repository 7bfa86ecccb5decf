"""A date in Vietnamese words, as the civil-status forms ask for it ("ghi bằng chữ").

Always Vietnamese, whatever language the page is in: the words go onto the official form.
"""

from kiosk.engine.dates import is_date

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def date_in_words(value: object) -> str | None:
    """`2026-11-05` is "Ngày năm tháng mười một năm hai nghìn không trăm hai mươi sáu"; None for
    what is no whole date."""
    if not isinstance(value, str) or not is_date(value):
        return None
    year, month, day = (int(part) for part in value.split("-"))
    return f"Ngày {below_100(day)} tháng {below_100(month)} năm {below_10000(year)}"


def below_100(number: int) -> str:
    """After a ten, 1 is "mốt" from 21 on and 5 is "lăm"."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    words = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    if ones == 0:
        return words
    last = "mốt" if ones == 1 and tens > 1 else "lăm" if ones == 5 else DIGITS[ones]
    return f"{words} {last}"


def below_10000(number: int) -> str:
    """Every place is said, as in 2005, "hai nghìn không trăm linh năm"; nothing after the last."""
    thousands, rest = divmod(number, 1000)
    hundreds, last = divmod(rest, 100)
    words = [f"{DIGITS[thousands]} nghìn"] if thousands else []
    if rest and (hundreds or thousands):
        words.append(f"{DIGITS[hundreds]} trăm")
    if last:
        words.append(f"linh {DIGITS[last]}" if last < 10 and words else below_100(last))
    return " ".join(words)
