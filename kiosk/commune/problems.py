"""What can go wrong with a commune's own settings."""

from kiosk.problem import kind
from kiosk.web.words import N_, say

malformed_setting = kind("commune.malformed_setting", 422)
malformed_reason = kind("commune.malformed_reason", 422)

say(
    malformed_setting.code,
    N_("Có chỗ ghi dài quá"),
    N_("Bạn quay lại và viết gọn trong %(most)s chữ cái."),
)
say(
    malformed_reason.code,
    N_("Lý do chưa dùng được"),
    N_("Bạn quay lại, ghi một câu rõ ràng, nhiều nhất %(most)s chữ cái."),
)
