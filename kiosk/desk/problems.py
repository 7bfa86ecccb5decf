"""What can go wrong at the desk, and how a page says it."""

from kiosk.problem import kind
from kiosk.web.words import N_, say

no_such_dossier = kind("desk.no_such_dossier", 404)
no_such_colleague = kind("desk.no_such_colleague", 422)
at_the_hub = kind("desk.at_the_hub", 404)

say(
    at_the_hub.code,
    N_("Việc này làm trên máy chủ"),
    N_("Máy này chỉ nhận hồ sơ rồi gửi lên. Hồ sơ được giải quyết trên máy chủ của tỉnh."),
    N_("Xem việc gửi hồ sơ"),
    "/mot-cua/gui-len",
)
say(
    no_such_dossier.code,
    N_("Không có hồ sơ này"),
    N_("Bạn về danh sách hồ sơ của xã và chọn lại nhé."),
    N_("Về danh sách hồ sơ"),
    "/mot-cua",
)
say(
    no_such_colleague.code,
    N_("Không có đồng nghiệp này"),
    N_("Bạn quay lại và chọn một người đang làm ở xã bạn."),
)
