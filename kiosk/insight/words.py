"""Names of the five skills."""

from kiosk.web.words import N_

SKILLS = {
    "dich-vu-cong": N_("Dịch vụ công trên mạng"),
    "mua-sam": N_("Mua sắm trên mạng"),
    "thanh-toan": N_("Thanh toán trên mạng"),
    "tu-bao-ve": N_("Tự bảo vệ trên mạng"),
    "nen-tang": N_("Dùng nền tảng số của địa phương"),
}
"""The five that the community teams teach (CV 2251, 15/6/2023)."""
