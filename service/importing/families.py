"""Family names, and the words of address that stand before a name without being part of it."""

from service.importing.words import Phrases, phrase_set, words_in

COMMON = words_in(
    """nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý nông đinh trịnh đoàn
    lương trương triệu"""
)
FAMILIES = COMMON | words_in(
    """an âu bá bàn bành bạch bế biện bồ ca cà cầm cao cấn chảo chang châu chẩu chu chử chung chương
    cồ công cù cung cư cứ cụt dư đái đàm đan danh đào đậu đèo điêu điểu đổng đồng giàng giáp hà
     hạng hầu hờ hứa khà khang khổng khúc khuất kiều kim kha la lã lại lâm lăng lầu lèng
    lềnh lò lô lộc lộ lôi lù lục lữ lừu lưu lường lỷ ly ma mã mai mạc mạch mang mấu mẫn mông mùa mục
    mí ngân nghiêm ngọ ngụy ngũ nhan nhâm nhữ ninh nùng ngải ông phàn phi phí phó phù phùng phương
    pờ quách quan quàng quảng sầm sái sằm sìn sùng tạ tăng tẩn tất tề thạch thái thẩm thân
    thào thền thi thiều thò tiết tòng tô tôn tống trà tráng trang triều tri từ ty tưởng ung ưng
    ứng văn vàng vi viêm viên viết vừ vương xin xồng y hoắc hồng tải tao tếnh cháng chíu
    trượng đàng thập neang neáng chẻo phản lồ lèo hù sào lỳ sộng
    dềnh phừ sần hảng ksor rmah siu rơ kpă niê êban rahlan hmok ayun mlô ktul kbuôr byă brôl
    dơng kră cil liêng jrang lơ rơlan kmăn kuan giang khưu khương doãn lãnh chế hán cam ôn uông
    trình sử lỗ liễu khiếu lều ngạc"""
)

HONORIFICS = phrase_set(
    """đồng chí|đ/c|đc|ông|bà|anh|chị|cô|chú|bác|cụ|em|cháu|thầy|thầy giáo|cô giáo|nhà giáo
    |tiến sĩ|tiến sỹ|thạc sĩ|thạc sỹ|giáo sư|phó giáo sư|ts|ts.|ths|ths.|pgs|gs|pgs.ts|pgs.ts.
    |gs.ts|gs.ts.|bs|bs.|bác sĩ|bác sỹ|kỹ sư|luật sư|dược sĩ|nghệ nhân|nghệ nhân ưu tú|nghệ sĩ
    |nghệ sĩ ưu tú|nghệ sĩ nhân dân|nhà báo|nhà thơ|nhà văn|nhạc sĩ|họa sĩ|già làng|già bản
    |linh mục|mục sư|hòa thượng|thượng tọa|đại đức|ni sư|sư cô|ni trưởng|giám mục
    |đại tướng|thượng tướng|trung tướng|thiếu tướng|đại tá|thượng tá|trung tá|thiếu tá|đại úy
    |thượng úy|trung úy|thiếu úy|anh hùng|anh hùng lao động|bà mẹ việt nam anh hùng
    |mẹ việt nam anh hùng|doanh nhân|hộ ông|hộ bà|hộ anh|hộ chị|gia đình ông|gia đình bà
    |gia đình anh|gia đình chị"""
)

PLURAL_HONORIFICS: Phrases[str] = Phrases(
    {
        "các đồng chí": "đồng chí",
        "các đ/c": "đồng chí",
        "các ông": "ông",
        "các bà": "bà",
        "các ông, bà": "ông/bà",
        "các ông bà": "ông/bà",
        "các ông/bà": "ông/bà",
        "các vị": "vị",
        "các anh": "anh",
        "các chị": "chị",
        "hai đồng chí": "đồng chí",
        "ba đồng chí": "đồng chí",
        "2 đồng chí": "đồng chí",
        "3 đồng chí": "đồng chí",
        "ông/bà": "ông/bà",
        "ông, bà": "ông/bà",
    }
)
