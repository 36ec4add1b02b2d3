"""The reader of RSS and Atom, on feeds of an invented county."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.article import KST, Article, Found, Rejected
from indexer.sources import identity, read_path
from indexer.sources.blob import Blob
from indexer.sources.detect import detect
from indexer.sources.feeds.listing import feed_links
from indexer.sources.feeds.parts import press_of
from indexer.sources.feeds.reader import FILE_LIMIT, FeedReader
from tests.unit.sources.pages import clock

FIXTURES = Path(__file__).parents[5] / "shared" / "fixtures" / "rss"
"""Feeds of real papers: they stand beside the project, never in it."""

FROM, TO = datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2026-01-01")
CALM = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ITEM = """<item><title>둑길 걷기대회 26일 연다</title>
<link>https://garamilbo.example/news/articleView.html?idxno=7</link>
<description><![CDATA[가람군은 26일 걷기대회를 연다.]]></description>
<pubDate>2019.03.27 23:00</pubDate></item>"""
FULL = "<p>가람군은 26일 솔내읍 둑길에서 걷기대회를 연다.</p><p>참가비는 없다.</p>"


def rss(items: str, head: str = "<title>가람일보 - 전체기사</title><link>https://garamilbo.example/</link>") -> str:
    names = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:media="http://search.yahoo.com/mrss/"'
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" {names}><channel>{head}\n{items}\n</channel></rss>'
    )


def read(text: str | bytes, **about: str) -> list[Found | Rejected]:
    data = text.encode() if isinstance(text, str) else text
    return list(FeedReader(clock=clock).read(Blob.of_bytes(data, "가람.xml", url=about.get("url"))))


def article(text: str | bytes, **about: str) -> Article:
    (item,) = read(text, **about)
    assert isinstance(item, Found), item
    return item.article


def refusal(text: str | bytes) -> Rejected:
    (item,) = read(text)
    assert isinstance(item, Rejected), item
    return item


def entry(more: str, *, title: str = "둑", link: str = "/news/1") -> str:
    return rss(f"<item><title>{title}</title><link>{link}</link>{more}</item>")


def test_an_entry_is_an_article_with_its_place_and_its_paper() -> None:
    (item,) = read(rss("\n" + ITEM))
    assert isinstance(item, Found)
    assert item.line == 4
    found = item.article
    assert (found.title, found.press, found.body) == (
        "둑길 걷기대회 26일 연다",
        "가람일보",
        "가람군은 26일 걷기대회를 연다.",
    )
    assert found.published == datetime(2019, 3, 27, 23, 0, tzinfo=KST)
    assert identity(found) == "garamilbo.example:7"
    assert found.excerpt


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("적격심사 &amp;amp; 낙찰 &amp;lt;종합&amp;gt;", "적격심사 & 낙찰 <종합>"),
        ("&lt;b&gt;둑&lt;/b&gt;길", "둑길"),
        ("<![CDATA[R&amp;D <b>예산</b>]]>", "R&D 예산"),
        ("R&D 예산 <가람군>", "R&D 예산 <가람군>"),
        ("둑&nbsp;높인다&hellip;", "둑 높인다…"),
        ("&quot;둑 높이자&quot;", '"둑 높이자"'),
        ("둑\n   높인다", "둑 높인다"),
    ],
)
def test_a_title_is_unescaped_as_often_as_it_was_escaped(printed: str, title: str) -> None:
    assert article(entry("", title=printed)).title == title


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("<pubDate>2026-10-02 12:00:13</pubDate>", datetime(2026, 10, 2, 12, 0, 13, tzinfo=KST)),
        ("<pubDate>2019.03.27 23:00</pubDate>", datetime(2019, 3, 27, 23, 0, tzinfo=KST)),
        ("<pubDate>Sun, 04 Oct 2026 01:00:00 GMT</pubDate>", datetime(2026, 10, 4, 10, 0, tzinfo=KST)),
        ("<pubDate>Sat, 31 Dec 2005 13:47:03+0900</pubDate>", datetime(2005, 12, 31, 13, 47, 3, tzinfo=KST)),
        ("<pubDate>Sat, 31 Dec 2005 13:47:03</pubDate>", datetime(2005, 12, 31, 13, 47, 3, tzinfo=KST)),
        ("<dc:date>2019-03-27T14:00:00Z</dc:date>", datetime(2019, 3, 27, 23, 0, tzinfo=KST)),
        ("<dc:date>2019-03-27T23:00:00</dc:date>", datetime(2019, 3, 27, 23, 0, tzinfo=KST)),
        ("", None),
        ("<pubDate></pubDate>", None),
    ],
)
def test_a_date_without_a_zone_is_korean_time_and_no_date_is_none(date: str, expected: datetime | None) -> None:
    assert article(entry(date)).published == expected


@pytest.mark.parametrize(
    "date", ["2019-02-30 10:00:00", "Thu, 01 Jan 1970 09:00:00 +0900", "1970-01-01", "2099-01-01", "어제"]
)
def test_an_impossible_date_costs_its_entry_only(date: str) -> None:
    bad, good = read(rss(f"<item><title>물</title><pubDate>{date}</pubDate></item>\n{ITEM}"))
    assert isinstance(bad, Rejected)
    assert "발행일을 읽지 못했습니다" in bad.reason
    assert bad.line == 3
    assert isinstance(good, Found)


def test_an_entry_without_title_and_text_is_refused_and_the_others_are_read() -> None:
    bad, good = read(rss(f"<item><link>/news/1</link></item>{ITEM}"))
    assert isinstance(bad, Rejected)
    assert "제목도 본문도 없는 항목입니다" in bad.reason
    assert isinstance(good, Found)


def test_the_whole_text_is_no_excerpt_and_a_summary_is() -> None:
    whole = article(entry(f"<description>연다.</description><content:encoded><![CDATA[{FULL}]]></content:encoded>"))
    assert whole.body == "가람군은 26일 솔내읍 둑길에서 걷기대회를 연다.\n\n참가비는 없다."
    assert not whole.excerpt
    assert not article(entry(f"<content:encoded><![CDATA[{FULL}]]></content:encoded>")).excerpt
    assert article(entry(f"<description><![CDATA[{FULL}]]></description>")).excerpt
    cut = article(
        entry("<content:encoded><![CDATA[<p>둑을 높인다.. </p>>> <a href='/1'>글 전체보기</a>]]></content:encoded>")
    )
    assert (cut.body, cut.excerpt) == ("둑을 높인다..", True)
    assert article(entry("")).excerpt


def test_a_description_escaped_twice_is_paragraphs() -> None:
    twice = escape(escape("<p>둑을 <b>높인다</b>\n   고.</p><p>물</p>"))
    assert article(entry(f"<description>{twice}</description>")).body == "둑을 높인다 고.\n\n물"


def test_authors_categories_and_pictures_are_kept() -> None:
    found = article(
        entry(
            "<author>sy@garamilbo.example (박서연 기자)</author><category>문화</category><category>걷기</category>"
            '<guid isPermaLink="false">G-7</guid><nsid>AKR7</nsid>'
            '<media:content url="https://a.example/1.jpg" type="image/jpeg"><media:description type="plain">둑길'
            "</media:description></media:content><description>걷는다.</description>"
        )
    )
    assert found.reporters == ("박서연",)
    assert found.extra["emails"] == ["sy@garamilbo.example"]
    assert (found.section, found.values("tag")) == ("문화", ("걷기",))
    assert (found.extra["guid"], found.extra["nsid"]) == ("G-7", "AKR7")
    assert (found.captions, found.body, found.excerpt) == (("둑길",), "걷는다.", True)
    assert article(entry("<dc:creator>박서연·오민재 기자</dc:creator>")).reporters == ("박서연", "오민재")


def test_relative_addresses_are_those_of_the_channel() -> None:
    assert article(entry("")).url == "https://garamilbo.example/news/1"
    nowhere = rss("<item><title>둑</title><link>/news/1</link></item>", "<title>가람일보</title>")
    assert article(nowhere, url="https://solnae.example/rss.xml").url == "https://solnae.example/news/1"
    assert (article(nowhere).url, article(nowhere).extra["link"]) == (None, "/news/1")


def test_atom_gives_both_its_dates_and_its_text() -> None:
    text = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>솔내신문</title><link href="https://solnae.example/"/>
<entry><title type="html">둑 &amp;amp; 물</title><link href="/2019/7"/><id>tag:solnae.example,2019:7</id>
<published>2019-03-27T14:00:00Z</published><updated>2019-03-28T01:00:00+09:00</updated>
<author><name>오민재</name><email>om@solnae.example</email></author><category term="s1" label="사회"/>
<summary>둑</summary><content type="html">{escape(FULL)}</content></entry></feed>"""
    found = article(text)
    assert (found.title, found.press, found.url) == ("둑 & 물", "솔내신문", "https://solnae.example/2019/7")
    assert found.published == datetime(2019, 3, 27, 23, 0, tzinfo=KST)
    assert found.extra["수정"] == "2019-03-28T01:00:00+09:00"
    assert (found.reporters, found.section, found.excerpt) == (("오민재",), "사회", False)


def test_rss_1_is_read_too() -> None:
    text = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://solnae.example/"><title>솔내신문 RSS</title>
<link>https://solnae.example/</link><items><rdf:Seq><rdf:li resource="a"/></rdf:Seq></items></channel>
<item rdf:about="a"><title>둑</title><link>https://solnae.example/7</link><dc:date>2019-03-27</dc:date></item></rdf:RDF>"""
    found = article(text)
    assert (found.title, found.press, found.published) == ("둑", "솔내신문", datetime(2019, 3, 27, tzinfo=KST))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("가람일보 - 전체기사", ("가람일보", "")),
        ("가람일보 RSS", ("가람일보", "")),
        ("전체기사 | 가람일보", ("가람일보", "")),
        ("가람일보 - 정치", ("가람일보", "정치")),
        ("가람뉴스", ("가람뉴스", "")),
        ("::가람일보::", ("가람일보", "")),
        ("", ("", "")),
    ],
)
def test_the_paper_is_the_channel_without_its_list(title: str, expected: tuple[str, str]) -> None:
    assert press_of(title) == expected


def test_cp949_behind_euc_kr_is_read() -> None:
    text = entry("<description>똠방각하 펲시콜라</description>").replace("utf-8", "euc-kr")
    assert article(text.encode("cp949")).body == "똠방각하 펲시콜라"


def test_broken_bytes_cost_the_entry_they_stand_in() -> None:
    data = rss(f"<item><title>둑</title><description>물 높</description></item>{ITEM}").encode()
    cut = data.replace("높</d".encode(), "높".encode()[:2] + b"</d")
    bad, good = read(cut)
    assert isinstance(bad, Rejected)
    assert "글자가 깨져" in bad.reason
    assert isinstance(good, Found)
    assert good.article.title == "둑길 걷기대회 26일 연다"
    bad, good = read(data.replace("높".encode(), b"\0"))
    assert isinstance(bad, Rejected)
    assert isinstance(good, Found)


def test_a_feed_cut_within_an_entry_says_where() -> None:
    text = rss(ITEM + "\n" + ITEM.replace("idxno=7", "idxno=8"))
    good, cut = read(text[: text.rfind("<description>")])
    assert isinstance(good, Found)
    assert isinstance(cut, Rejected)
    assert (cut.line, "끊겼습니다" in cut.reason) == (7, True)
    good, cut = read(text[: text.find("</item>") + 7])
    assert isinstance(good, Found)
    assert isinstance(cut, Rejected)
    assert (cut.line, "끊겼습니다" in cut.reason) == (6, True)


@pytest.mark.parametrize("broken", ["<b>둑", "<b><i>둑</b></i>", "</p>둑", "<![CDATA[둑", "<!-- 둑", '<a href="둑'])
def test_broken_markup_loses_no_other_entry(broken: str) -> None:
    items = [
        f"<item><title>제목 {n}</title><description>{broken if n == 1 else '물'}</description></item>" for n in range(3)
    ]
    found = read(rss("\n".join(items)))
    assert [item.article.title for item in found if isinstance(item, Found)] == ["제목 0", "제목 1", "제목 2"]
    unclosed = [item.replace("</item>", "") for item in items]
    assert sum(isinstance(item, Found) for item in read(rss("\n".join(unclosed)))) == 3


def test_a_feed_begun_twice_keeps_its_paper() -> None:
    start = '<?xml version="1.0" encoding="utf-8" ?>\n<rss version="2.0"><channel>\n  <title>'
    assert article(f"{start}{start}가람일보 - 전체기사</title>{ITEM}</channel></rss>").press == "가람일보"


def test_a_feed_without_entries_is_refused() -> None:
    assert "기사가 하나도 없는 피드입니다" in refusal(rss("")).reason


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE rss [<!ENTITY a "가"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % a SYSTEM "https://a.example/"> %a;]>',
    ],
)
def test_declared_entities_are_refused(tmp_path: Path, declared: str) -> None:
    text = rss(ITEM.replace("둑길", "&b;")).replace("<rss", f"{declared}<rss", 1)
    assert "엔티티를 선언한 XML입니다" in refusal(text).reason
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    assert [file.kind for file in read_path(tmp_path)] == ["feed"]


def test_a_doctype_without_entities_is_no_harm() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//A//DTD RSS 0.91//EN" "https://a.example/rss-0.91.dtd">'
    assert article(rss(ITEM).replace("<rss", f"{doctype}<rss", 1)).title == "둑길 걷기대회 26일 연다"


@pytest.mark.parametrize(
    "hostile",
    [
        "<x>" * 200_000,
        "<description>" + "&lt;div&gt;" * 200_000 + "</description>",
        "<description><![CDATA[" + "<b>" * 200_000 + "]]></description>",
        "<category>둑</category>" * 200_000,
        "<description>" + "& < " * 800_000 + "</description>",
        "<description>" + "<![CDATA[" * 200_000,
        "<!--" * 200_000,
        "<description>" + "\n" * 2_000_000 + "</description>",
        "<description>" + "가" * (5 << 20) + "</description>",
    ],
    ids=["tags", "escaped tags", "tags in CDATA", "categories", "signs", "CDATA", "comments", "lines", "length"],
)
def test_a_hostile_entry_costs_itself_only(hostile: str) -> None:
    items = read(rss(f"<item><title>둑</title>{hostile}</item>\n{ITEM}"))
    assert isinstance(items[-1], Found)
    assert items[-1].article.title == "둑길 걷기대회 26일 연다"


def test_a_feed_too_large_is_refused_unread() -> None:
    assert "너무 큽니다(32 MB 초과)" in refusal(rss(ITEM + " " * FILE_LIMIT)).reason


@pytest.mark.parametrize(
    "text", ["<html><p>RSS</p></html>", "<urlset></urlset>", "가람 <rss>", '{"title": "<rss>"}', ""]
)
def test_what_is_no_feed_is_not_taken_for_one(text: str) -> None:
    assert not FeedReader().recognises(text.encode())


@CALM
@given(data=st.binary() | st.text().map(lambda text: rss(f"<item>{text}</item>").encode("utf-8", "replace")))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    FeedReader().recognises(data)
    assert all(isinstance(item, (Found, Rejected)) for item in read(data))


_WORDS = st.text("가람군둑길 &<>\"'a1;#", min_size=1, max_size=20).map(str.strip).filter(bool)


@CALM
@given(
    entries=st.lists(st.tuples(_WORDS, st.datetimes(FROM, TO)), min_size=1, max_size=5),
    cdata=st.booleans(),
)
def test_a_generated_feed_gives_back_its_dates_and_links(entries: list[tuple[str, datetime]], cdata: bool) -> None:
    items = [
        f"<item><title>둑 {f'<![CDATA[{n}]]>' if cdata else n}</title><link>https://a.example/{n}?a=1&amp;b={n}</link>"
        f"<description>{escape(escape(text))}</description><pubDate>{date:%Y-%m-%d %H:%M:%S}</pubDate></item>"
        for n, (text, date) in enumerate(entries)
    ]
    found = [item.article for item in read(rss("\n".join(items))) if isinstance(item, Found)]
    assert [one.title for one in found] == [f"둑 {n}" for n in range(len(entries))]
    assert [one.url for one in found] == [f"https://a.example/{n}?a=1&b={n}" for n in range(len(entries))]
    assert [one.published for one in found] == [date.replace(microsecond=0, tzinfo=KST) for _, date in entries]
    assert [link.url for link in feed_links(rss("\n".join(items)))] == [one.url for one in found]


def test_the_links_of_a_feed_are_each_named_once_even_where_an_entry_has_no_readable_date() -> None:
    text = rss(ITEM + ITEM + "<item><title>물</title><link>/2</link><pubDate>어제</pubDate></item>")
    first, second = feed_links(text)
    assert (first.title, first.published) == ("둑길 걷기대회 26일 연다", datetime(2019, 3, 27, 23, 0, tzinfo=KST))
    assert (second.url, second.published) == ("https://garamilbo.example/2", None)


@pytest.mark.skipif(not FIXTURES.is_dir(), reason=f"the feeds are not beside the project: {FIXTURES}")
def test_every_feed_beside_the_project_is_read_whole() -> None:
    expected = {
        "CP949_ricanet.com.xml": (10, "리카넷", "구라치다 걸리면"),
        "EUC-KR_acnnewswire.net.xml": (8, "Asia Corporate Press via ACNNewswire.net", "JCB가 China UnionPay와"),
        "EUC-KR_blog.rss.naver.com.xml": (10, "alphathinker님의 블로그", "2003년 업 그레이드된"),
        "EUC-KR_critique.or.kr.xml": (10, "Another World!", "허리우드 액션"),
        "ndsoft_shape_einfomax.xml": (1, "연합인포맥스", "이랜드월드 회사채 수요예측 미매각"),
        "ndsoft_shape_koscaj.xml": (4, "대한전문건설신문", "공정위, 미지급"),
        "ndsoft_shape_lifein.xml": (2, "라이프인", "행안부, '사회연대경제기본법'"),
    }
    for path in sorted(FIXTURES.glob("*.xml")):
        items = list(FeedReader(clock=clock).read(Blob.of_file(path)))
        articles = [item.article for item in items if isinstance(item, Found)]
        count, press, title = expected[path.name]
        reader = detect(path.read_bytes())
        assert reader is not None
        assert (reader.name, len(articles), len(items)) == ("feed", count, count)
        assert articles[0].press == press
        assert articles[0].title.startswith(title)
        assert all(article.url and article.excerpt and "\ufffd" not in article.body for article in articles)


@pytest.mark.skipif(not FIXTURES.is_dir(), reason=f"the feeds are not beside the project: {FIXTURES}")
def test_the_ndsoft_feeds_beside_the_project_are_read_as_printed() -> None:
    def of(name: str) -> list[Article]:
        items = FeedReader(clock=clock).read(Blob.of_file(FIXTURES / f"ndsoft_shape_{name}.xml"))
        return [item.article for item in items if isinstance(item, Found)]

    assert of("lifein")[0].body == "행정안전부가 사회연대경제기본법 시행을 앞두고 워크숍을 열었다."
    assert [one.published for one in of("koscaj")] == [
        datetime(2026, 10, 2, 12, 0, 13, tzinfo=KST),
        datetime(2026, 10, 4, 8, 0, tzinfo=KST),
        datetime(2026, 10, 4, 10, 0, tzinfo=KST),
        None,
    ]
    assert of("koscaj")[1].title == "낙찰하한율 상향 & 적격심사 기준 바뀐다"
    (one,) = of("einfomax")
    assert (one.reporters, one.extra["nsid"]) == (("아무개",), "AKR20260819148600016")
