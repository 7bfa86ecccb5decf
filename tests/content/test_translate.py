"""Which texts of a flow are words."""

from kiosk.content.translate import replaced, words_of

GROUP = {"group": {"each": "Giấy tờ"}}
FEE = {"name": "Lệ phí", "each": "giay_to", "rows": []}


def test_a_group_names_its_member_to_people_and_a_fee_names_the_group() -> None:
    found = [text for _, text in words_of({"steps": [GROUP], "fee": FEE})]
    assert found == ["Giấy tờ", "Lệ phí"]


def test_the_name_of_a_group_is_the_same_in_every_language() -> None:
    said = replaced([GROUP, FEE], str.upper)
    assert said[0]["group"]["each"] == "GIẤY TỜ"
    assert (said[1]["name"], said[1]["each"]) == ("LỆ PHÍ", "giay_to")
