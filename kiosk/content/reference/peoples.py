"""The 54 ethnic groups (dân tộc), keyed by name: numeric codes differ between state systems.

Names and other names: Quyết định 121-TCTK/PPCĐ (2/3/1979) and 1019/QĐ-TCTK (12/11/2008) of the
statistics office. An other name that two groups share, or that insults, is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from kiosk.content.reference.naming import named
from kiosk.engine.place_words import key

HEADS = ("dantoc", "nguoi")
FOREIGN = "nuoc_ngoai"
"""The answer of somebody who belongs to none of them: "Người nước ngoài"."""

NAMES = {
    "kinh": ("Kinh", "Việt", "Kinh (Việt)"),
    "tay": ("Tày", "Ngạn", "Phén", "Thù Lao", "Pa Dí"),
    "thai": ("Thái", "Thái Trắng", "Thái Đen", "Tày Khao", "Tày Đăm", "Tày Mười", "Tày Thanh"),
    "muong": ("Mường", "Mol", "Mual", "Ao Tá", "Ậu Tá"),
    "khmer": ("Khmer", "Khơ Me", "Khơ-me Krôm", "Cur", "Cul", "Việt gốc Miên"),
    "hoa": ("Hoa", "Hán", "Triều Châu", "Phúc Kiến", "Quảng Đông", "Hải Nam", "Xạ Phạng"),
    "nung": ("Nùng", "Nùng An", "Nùng Cháo", "Nùng Lòi", "Nùng Giang", "Phàn Sinh", "Khèn Lài"),
    "mong": ("Mông", "H'Mông", "Hmông", "Mèo", "Mèo Hoa", "Mông Hoa", "Mông Trắng", "Ná Mẻo"),
    "dao": ("Dao", "Mán", "Dao Đỏ", "Dao Tiền", "Quần Chẹt", "Dao Quần Chẹt", "Quần Trắng",
            "Dao Quần Trắng", "Thanh Y", "Dao Thanh Y", "Lô Gang", "Lan Tẻn", "Đại Bản",
            "Tiểu Bản", "Cóc Mùn"),
    "gia_rai": ("Gia Rai", "Giơ-rai", "Gia-lai", "Jrai", "Jarai", "Chơ-rai", "Tơ-buăn", "Hđrung"),
    "e_de": ("Ê Đê", "Ra-đê", "Rha-đê", "A-đham", "Krung", "Ktul", "Mđhur", "Bih"),
    "ba_na": ("Ba Na", "Bahnar", "Bana", "Tơ-lô", "Giơ-lâng", "Rơ-ngao", "Bơ-nâm"),
    "san_chay": ("Sán Chay", "Cao Lan", "Sán Chỉ", "Cao Lan - Sán Chỉ", "Mán Cao Lan", "Hờn Bạn"),
    "cham": ("Chăm", "Chàm", "Chiêm Thành", "Hroi", "Chăm Hroi"),
    "co_ho": ("Cơ Ho", "Kơ Ho", "K'Ho", "Xrê", "Nốp", "Tu Lốp", "Cơ Don", "Lạch"),
    "xo_dang": ("Xơ Đăng", "Sê Đăng", "Xê Đăng", "Xơ-teng", "Tơ-đrá", "Mơ-nâm", "Ha-lăng",
                "Ca-dong"),
    "san_diu": ("Sán Dìu", "Sán Dẻo", "Trại Đất", "Mán Quần Cộc"),
    "hre": ("Hrê", "H'Rê", "Chăm Rê"),
    "ra_glai": ("Ra Glai", "Raglay", "Ra-glây", "Ra-clây", "Noang", "La-oang"),
    "mnong": ("Mnông", "M'Nông", "Pnông", "Bu-đâng", "Biat", "Mnông Gar", "Rơ-lam"),
    "tho": ("Thổ", "Kẹo", "Mọn", "Cuối", "Đan Lai", "Ly Hà", "Tày Poọng"),
    "stieng": ("Stiêng", "Xtiêng", "X'Tiêng", "S'Tiêng", "Xa-điêng"),
    "kho_mu": ("Khơ Mú", "Xá Cẩu", "Mứn Xen", "Pu Thênh", "Tày Hay"),
    "bru_van_kieu": ("Bru-Vân Kiều", "Bru", "Vân Kiều", "Măng Coong", "Tri Khùa"),
    "co_tu": ("Cơ Tu", "Ca-tu", "Ka-tu", "Cà Tu"),
    "giay": ("Giáy", "Nhắng", "Dẩng", "Pầu Thìn", "Cùi Chu"),
    "ta_oi": ("Tà Ôi", "Tôi-ôi", "Pa Cô", "Pa Hi", "Ba Hi"),
    "ma": ("Mạ", "Châu Mạ", "Mạ Ngăn", "Mạ Xốp", "Mạ Tô", "Mạ Krung"),
    "gie_trieng": ("Giẻ-Triêng", "Gié Triêng", "Triêng", "Giang Rẫy", "Ta-riêng"),
    "co": ("Co", "Cor", "Col", "Cùa", "Trầu"),
    "cho_ro": ("Chơ Ro", "Dơ-ro", "Châu Ro"),
    "xinh_mun": ("Xinh Mun", "Puộc", "Pụa"),
    "ha_nhi": ("Hà Nhì", "U Ni", "Xá U Ni"),
    "chu_ru": ("Chu Ru", "Chơ-ru"),
    "lao": ("Lào", "Lào Bốc", "Lào Nọi"),
    "la_chi": ("La Chí", "Cù Tê", "La Quả"),
    "khang": ("Kháng", "Xá Súa", "Xá Dón", "Xá Hốc", "Xá Ái", "Xá Bung", "Quảng Lâm"),
    "phu_la": ("Phù Lá", "Bồ Khô Pạ", "Va Xơ"),
    "la_hu": ("La Hủ", "Pu Đang", "Khù Xung", "Cò Xung", "Khả Quy"),
    "la_ha": ("La Ha", "Khlá Phlạo"),
    "pa_then": ("Pà Thẻn", "Pà Hưng"),
    "lu": ("Lự", "Nhuồn", "Duồn"),
    "ngai": ("Ngái", "Khách Gia"),
    "chut": ("Chứt", "Sách", "Rục", "Mã Liềng", "A-rem", "Tu Vang", "Pa-leng"),
    "lo_lo": ("Lô Lô", "Mun Di"),
    "mang": ("Mảng", "Mảng Ư"),
    "co_lao": ("Cơ Lao", "Cờ Lao"),
    "bo_y": ("Bố Y", "Chủng Chá", "Trọng Gia", "Tu Dí", "Tu Dìn"),
    "cong": ("Cống", "Xắm Khống", "Mấng Nhé", "Xá Xeng"),
    "si_la": ("Si La", "Cù Dề Xừ", "Khả Pẻ"),
    "pu_peo": ("Pu Péo", "Ka Bèo", "Pen Ti Lô Lô"),
    "ro_mam": ("Rơ Măm",),
    "brau": ("Brâu", "Brao"),
    "o_du": ("Ơ Đu", "Tày Hạt"),
    FOREIGN: ("Người nước ngoài", "Nước ngoài", "Ngoại quốc"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ethnicity:
    """`slug` is what answers hold; `name` is the official spelling."""

    slug: str
    name: str
    others: tuple[str, ...]


class Peoples:
    def __init__(self, groups: Iterable[Ethnicity]) -> None:
        self.by_slug = {one.slug: one for one in groups}

    def named(self, typed: str) -> Ethnicity | None:
        """By any of its names, with or without accents, marks and "dân tộc" or "người" before."""
        return named(typed, self.by_key, HEADS)

    @cached_property
    def by_key(self) -> dict[str, Ethnicity]:
        every = self.by_slug.values()
        return {key(name): one for one in every for name in (one.name, *one.others)}


@cache
def peoples() -> Peoples:
    """In the order of the official list (by size), foreigners last."""
    return Peoples(Ethnicity(slug, names[0], names[1:]) for slug, names in NAMES.items())
