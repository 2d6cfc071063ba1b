"""Pages of many countries, a row per language: bylines, dates, what hangs in and under
a text, walls; and what only sounds like a wall. All texts are made up."""

from __future__ import annotations

import html
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.extract.extractor import extract
from pipelines.extract.result import Extraction
from pipelines.fields.authors.signature import signed
from pipelines.fields.dates.printed_date import parse_text
from pipelines.fields.dates.relative_date import parse as parse_relative
from pipelines.model import Article, Page

FETCHED = datetime(2024, 3, 14, 12, 0, tzinfo=UTC)
TITLE = "The bridge over the river opens in spring"
PARAGRAPHS = [
    "The work on the new bridge over the river has begun, and the town expects the first cars to cross it in spring.",
    "“We have waited for this for twenty years,” says the mayor. She thinks that it will make life easier for many.",
    "The project has cost more than planned, and several neighbours complain about the noise near the old harbour.",
    "The next meeting is on Thursday in the town hall, where the board will also discuss the plan for the cycle path.",
]
CHINESE = [
    "跨河新橋的工程已經開始，市政府預計明年春天就會有第一批汽車從橋上通過，居民期待已久。",
    "市長對本報表示，我們為此等了二十年，這座橋將使許多家庭的日常生活更加方便，減少擁堵。",
    "工程花費超出預期，幾位鄰居批評舊港口旁的工地噪音太大，要求施工單位調整作業時間。",
    "下一次會議將於星期四在市政廳舉行，委員會屆時也將審議沿河自行車道的計劃並聽取意見。",
]


def _page(language: str, inside: str) -> Article:
    markup = f"<html lang={language}><head><title>{TITLE}</title><meta property='og:type' content='article'></head><body><div class=k2><h1>{TITLE}</h1><div class=q7>{inside}</div></div></body></html>"
    result = extract(
        Page(
            url="https://gazette.example/a/bridge-1",
            body=markup.encode(),
            content_type="text/html; charset=utf-8",
            fetched=FETCHED,
        )
    )
    assert isinstance(result, Extraction), result
    return result.article


def _tags(lines: list[str]) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)


def _text(language: str, *, middle: str = "", end: str = "") -> list[str]:
    article = _page(language, _tags(PARAGRAPHS[:2]) + middle + _tags(PARAGRAPHS[2:]) + end)
    return (article.text or "").split("\n\n")


BYLINES = {
    "nb": ("Skrevet av Ola Hansen", "Ola Hansen"), "fi": ("Kirjoittanut Liisa Virtanen", "Liisa Virtanen"), "is": ("Anna Sigurðardóttir skrifar", "Anna Sigurðardóttir"),
    "it": ("A cura di Luca Bianchi", "Luca Bianchi"), "pl": ("Oprac. Jan Nowak", "Jan Nowak"), "cs": ("Napsal Petr Dvořák", "Petr Dvořák"), "hu": ("Írta: Nagy Péter", "Nagy Péter"),
    "ro": ("Scris de Maria Popescu", "Maria Popescu"), "el": ("Γράφει ο Γιώργος Νικολάου", "Γιώργος Νικολάου"), "tr": ("Haber: Mehmet Demir", "Mehmet Demir"), "ru": ("Автор: Анна Иванова", "Анна Иванова"),
    "bg": ("От Мария Иванова", "Мария Иванова"), "hr": ("Piše: Ana Horvat", "Ana Horvat"), "lt": ("Parengė Jonas Kazlauskas", "Jonas Kazlauskas"), "ar": ("بقلم: أحمد علي", "أحمد علي"),
    "he": ("מאת: יוסי כהן", "יוסי כהן"), "fa": ("نویسنده: علی رضایی", "علی رضایی"), "hi": ("लेखक: राम शर्मा", "राम शर्मा"), "bn": ("লেখা: রহিম উদ্দিন", "রহিম উদ্দিন"), "th": ("โดย สมชาย ใจดี", "สมชาย ใจดี"),
    "zh": ("記者王小明／台北報導", "王小明"), "ja": ("取材・文／鈴木花子", "鈴木花子"), "ko": ("[서울=뉴시스] 홍길동 기자", "홍길동"), "vi": ("Tác giả: Nguyễn Văn An", "Nguyễn Văn An"), "id": ("Ditulis oleh Budi Santoso", "Budi Santoso"),
    "sw": ("Na Juma Hassan", "Juma Hassan"), "af": ("Deur Jan Botha", "Jan Botha"),
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(BYLINES))
def test_bylines_are_read_over_and_under_the_text(language):
    line, name = BYLINES[language]
    assert signed(line) == name
    over = _page(language, f"<div class=x9>{line}</div>" + _tags(PARAGRAPHS))
    under = _page(language, _tags(PARAGRAPHS) + f"<p>{line}</p>")
    assert over.authors == under.authors == [name]
    assert over.text == under.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "Av alle byene i landet",
        "Από την πρώτη μέρα",
        "От утра до вечера",
        "Na mwisho wa siku",
        "Theo một nghiên cứu mới",
        "از فردا صبح باران می‌بارد.",
        "新华社记者",
        "Text and pictures",
    ],
)
def test_a_sentence_that_begins_like_a_byline_is_none(line):
    assert signed(line) is None


DATES = {
    "14 Ogos 2024": "2024-08-14", "14 Disember 2024": "2024-12-14", "14 Agosti 2024": "2024-08-14", "14 جولائی 2024": "2024-07-14", "14 ژانویه 2024": "2024-01-14",
    "14 மார்ச் 2024": "2024-03-14", "14 మార్చి 2024": "2024-03-14", "14 ოქტომბერი 2024": "2024-10-14", "14 студзеня 2024": "2024-01-14", "2024. márc. 14. 8:15": "2024-03-14T08:15:00",
    "2024. 03. 14. 08:15": "2024-03-14T08:15:00", "۲۴ اسفند ۱۴۰۲ - ۰۸:۱۵": "2024-03-14T08:15:00", "۱۴۰۲/۱۲/۲۴": "2024-03-14", "۳۰ اسفند ۱۳۹۹": "2021-03-20", "۱ فروردین ۱۴۰۰": "2021-03-21",
    "令和6年3月14日": "2024-03-14", "14 มี.ค. 67 08:15 น.": "2024-03-14T08:15:00", "14 مارس 2024 - 8:15 م": "2024-03-14T20:15:00",
}  # fmt: skip


@pytest.mark.parametrize("line", sorted(DATES))
def test_dates_of_many_scripts_and_calendars(line):
    assert str(parse_text(line, None)) == DATES[line]


@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        ("fyrir 20 mínútum", 20),
        ("acum 20 de minute", 20),
        ("pre 3 sata", 180),
        ("prieš 3 valandas", 180),
        ("fa 3 hores", 180),
        ("לפני 3 שעות", 180),
        ("3 ساعت پیش", 180),
        ("3 گھنٹے پہلے", 180),
        ("20 menit lalu", 20),
        ("3 uur gelede", 180),
        ("3 órája", 180),
    ],
)
def test_relative_dates(line, minutes):
    found = parse_relative(line, FETCHED)
    assert found is not None
    assert found.at == FETCHED - timedelta(minutes=minutes)


def test_a_line_may_name_the_update_first():
    article = _page(
        "hi", "<p>Updated: 15 मार्च 2023, Published: 14 मार्च 2023</p>" + _tags(PARAGRAPHS)
    )
    assert article.date_published is not None
    assert article.date_published.day == 14


OTHER = "How the new school of the district will look"
LABELS = [
    "Les også",
    "Czytaj też",
    "Прочетете още",
    "Taip pat skaitykite",
    "Baca juga",
    "อ่านเพิ่มเติม",
    "اقرأ المزيد",
    "קראו גם",
    "আরও পড়ুন",
    "延伸閱讀",
    "Any words at all",
]


@pytest.mark.parametrize("label", LABELS)
def test_pointers_to_other_articles_are_no_text_whatever_they_say(label):
    shapes = [
        f"<p><b>{label}:</b> <a href=/x>{OTHER}</a></p>",
        f"<p><a href=/x>{label}: {OTHER}</a></p>",
        f"<p><strong>{label}</strong></p><p><a href=/x>{OTHER}</a></p>",
    ]
    assert all(_text("en", middle=shape) == PARAGRAPHS for shape in shapes)


@pytest.mark.parametrize(
    "line",
    [
        "Følg oss på Facebook",
        "Foto: Ola Hansen / NTB",
        "(NTB)",
        "（共同）",
        "Tagi: <a href=/t/1>most</a>, <a href=/t/2>rzeka</a>",
        "<b>Emner:</b>",
        "تابعونا على فيسبوك",
    ],
)
def test_remarks_under_the_text_are_none_of_it(line):
    assert _text("en", end=f"<p>{line}</p>") == PARAGRAPHS


@pytest.mark.parametrize(
    "line",
    [
        "<p>The town says: <a href=/x>the plan</a> is sound.</p>",
        "<p><a href=/x>The whole plan can be read on the pages of the town.</a></p>",
        "<p>“Amen.”</p>",
    ],
)
def test_short_sentences_and_links_in_the_text_stay(line):
    assert len(_text("en", middle=line)) == len(PARAGRAPHS) + 1
    assert (
        len(_text("en", end=f"<p>{PARAGRAPHS[0][:-1]} and more.</p>{line}")) >= len(PARAGRAPHS) + 1
    )


def test_verse_keeps_its_last_lines():
    lines = [
        f"line {n} of a long poem that never comes to any full stop at all, and goes on"
        for n in range(6)
    ]
    article = _page("en", _tags([*lines, "and the end"]))
    assert (article.text or "").endswith("and the end")


def test_short_chinese_paragraphs_are_running_text():
    assert (_page("zh", _tags(CHINESE)).text or "").split("\n\n") == CHINESE


WALLS = {
    "sk": "Tento článok je len pre predplatiteľov | Predplatiť", "sl": "Ta članek je na voljo samo naročnikom | Naročite se", "hr": "Nastavite čitati uz pretplatu | Pretplati se",
    "sr": "Овај чланак је доступан само претплатницима | Претплатите се", "bg": "Тази статия е само за абонати | Абонирайте се", "is": "Þessi grein er aðeins fyrir áskrifendur | Gerast áskrifandi",
    "lt": "Norėdami skaityti toliau, užsiprenumeruokite | Pasirinkti planą", "lv": "Lai turpinātu lasīt, abonē | Izvēlēties abonementu", "et": "Edasi lugemiseks telli digipakett | Telli kohe",
    "ca": "Contingut exclusiu per a subscriptors | Subscriu-te", "af": "Hierdie artikel is net vir intekenaars | Teken in", "he": "כתבה זו זמינה למנויים בלבד | הירשמו למינוי",
    "fa": "این مطلب فقط برای مشترکان در دسترس است | خرید اشتراک", "ur": "یہ مضمون صرف سبسکرائبرز کے لیے ہے | سبسکرائب کریں", "bn": "সম্পূর্ণ লেখাটি পড়তে সাবস্ক্রাইব করুন | সাবস্ক্রাইব করুন",
    "vi": "Bài viết này chỉ dành cho thành viên trả phí | Đăng ký ngay", "id": "Lanjutkan membaca dengan berlangganan | Langganan", "th": "บทความนี้สำหรับสมาชิกเท่านั้น | สมัครสมาชิก", "sw": "Jisajili ili kuendelea kusoma | Jisajili",
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(WALLS))
def test_walls_in_further_languages_end_the_public_text(language):
    first, button = WALLS[language].split(" | ")
    hidden = "<div style='display:none'>" + _tags(PARAGRAPHS[2:] * 3) + "</div>"
    for behind in ("", hidden):
        article = _page(
            language,
            _tags(PARAGRAPHS[:2])
            + f"<div class=v4><p>{first}</p><button>{button}</button></div>"
            + behind,
        )
        assert article.access in ("subscription", "registration")
        assert article.text == "\n\n".join(PARAGRAPHS[:2])


FRIENDS = {
    "sk": "Na komentovanie článku sa prihláste | Len členovia klubu čítali celú správu, ktorú komisia odovzdala vláde.", "sl": "Prijavite se na e-novice | Naročniki časnika bodo knjigo dobili brezplačno, je povedal direktor.",
    "hr": "Prijavite se na naš newsletter | Samo članovi odbora čitali su cijeli izvještaj koji je komisija predala.", "bg": "Абонирайте се за нашия бюлетин | Абонатите на вестника ще получат книгата безплатно, каза директорът.",
    "is": "Skráðu þig á póstlistann | Áskrifendur blaðsins fá bókina ókeypis í næstu viku, segir forstjórinn.", "lt": "Prenumeruokite naujienlaiškį | Tik komisijos nariai perskaitė visą ataskaitą, kurią perdavė vyriausybei.",
    "lv": "Lai komentētu, pieslēdzies | Laikraksta abonenti grāmatu saņems bez maksas, sacīja direktors.", "et": "Liitu uudiskirjaga | Ainult komisjoni liikmed on lugenud kogu aruannet, mis anti valitsusele.",
    "ca": "Inicia sessió per comentar | Els subscriptors del diari rebran el llibre gratuïtament, va dir el director.", "af": "Teken in op ons nuusbrief | Intekenaars van die koerant kry die boek gratis, het die direkteur gesê.",
    "he": "הירשמו לניוזלטר שלנו | מנויי העיתון יקבלו את הספר בחינם בשבוע הבא, כך אמר אתמול המנהל של העיתון.", "fa": "در خبرنامه ما عضو شوید | تنها اعضای کمیسیون گزارش کامل را که به دولت داده شد خوانده‌اند.",
    "bn": "মন্তব্য করতে লগ ইন করুন | শুধু কমিটির সদস্যরা পুরো প্রতিবেদন পড়েছেন যা সোমবার সরকারকে দেওয়া হয়।", "vi": "Đăng nhập để bình luận | Chỉ các thành viên ủy ban đã đọc toàn bộ báo cáo được nộp cho chính phủ.",
    "id": "Berlangganan buletin kami | Hanya anggota panitia yang membaca seluruh laporan yang diserahkan itu.", "th": "สมัครรับจดหมายข่าว | เฉพาะกรรมการเท่านั้นที่ได้อ่านรายงานฉบับเต็มที่ส่งให้รัฐบาลเมื่อวันจันทร์",
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(FRIENDS))
def test_what_only_sounds_like_a_wall_in_further_languages(language):
    call, sentence = FRIENDS[language].split(" | ")
    article = _page(
        language,
        _tags([*PARAGRAPHS[:2], sentence, *PARAGRAPHS[2:]])
        + f"<div class=v4><h3>{call}</h3><button>OK</button></div>",
    )
    assert (article.access, article.boundary_char) == ("free", None)
    assert sentence in (article.text or "")
