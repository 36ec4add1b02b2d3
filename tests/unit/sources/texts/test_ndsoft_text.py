"""The reader of dumped NDSoft pages, on pages of an invented county."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from pathlib import Path

import pytest

from indexer.article import KST, Found
from indexer.sources import identity, read_path
from indexer.sources.texts.ndsoft import LINE_LIMIT, NdsoftTextReader
from tests.unit.sources.pages import (
    CAPTION,
    LEAD,
    SECOND,
    SUBTITLE,
    TAIL,
    TITLE,
    article_of,
    clock,
    dump,
    refusal_of,
)

SEED = Path(__file__).parents[5] / "shared" / "seed"
"""The page the format was learnt from: it stands beside the project, never in it."""


def test_every_part_of_a_page_is_told_apart(tmp_path: Path) -> None:
    article = article_of(tmp_path, dump())
    assert article.title == TITLE
    assert article.subtitle == "\n".join(SUBTITLE)
    assert article.reporters == ("박서연",)
    assert article.published == datetime(2018, 10, 4, 9, 30, tzinfo=KST)
    assert article.fetched == datetime(2025, 1, 22, 9, 36, tzinfo=KST)
    assert article.captions == (CAPTION,)
    assert article.body == f"{LEAD}\n\n{SECOND}"
    assert (article.press, article.section, article.url, article.id) == ("", "", None, "")
    assert article.extra == {"댓글": 0, "byline": "박서연 기자"}


@pytest.mark.skipif(not SEED.is_dir(), reason=f"the seed page is not beside the project: {SEED}")
def test_the_seed_page_is_read_as_its_paper_printed_it() -> None:
    (file,) = read_path(SEED)
    (found,) = file.items
    assert isinstance(found, Found)
    article = found.article
    assert (file.kind, article.title) == ("ndsoft_text", "의생명ㆍ의료기기 강소기업 특구 지정 힘 쏟는다")
    assert [len(line) for line in article.subtitle.split("\n")] == [35, 33, 34]
    assert article.reporters == ("김용구",)
    assert article.published == datetime(2019, 3, 27, 23, 0, tzinfo=KST)
    assert article.fetched == datetime(2024, 4, 25, 3, 40, tzinfo=KST)
    assert len(article.captions) == len(set(article.captions)) == 3
    paragraphs = article.body.split("\n\n")
    assert len(paragraphs) == 20
    assert all(paragraph == paragraph.strip() and paragraph.endswith(".") for paragraph in paragraphs)
    assert not any(word in article.body for word in ("댓글", "공유합니다", "사진은 특구 위치도"))


# --- the head ---


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_newlines_and_encodings_make_no_difference(tmp_path: Path, newline: str, encoding: str) -> None:
    plain = dump(mark="  - ")  # CP949 has no •
    assert article_of(tmp_path, dump(mark="  - ", newline=newline).encode(encoding)) == article_of(tmp_path, plain)


@pytest.mark.parametrize("mark", ["  • ", "  · ", "  - ", "  * ", "• ", "•", "\t•\t", "\u00a0\u00a0•\u00a0", "ㆍ"])
def test_any_bullet_makes_a_head(tmp_path: Path, mark: str) -> None:
    article = article_of(tmp_path, dump(mark=mark))
    assert (article.reporters, article.title, article.body) == (("박서연",), TITLE, f"{LEAD}\n\n{SECOND}")


def test_a_head_without_bullets_is_read_too(tmp_path: Path) -> None:
    article = article_of(tmp_path, dump(mark=""))
    assert article.extra == {"댓글": 0, "byline": "박서연 기자"}
    assert (article.title, article.reporters) == (TITLE, ("박서연",))
    assert article.published == datetime(2018, 10, 4, 9, 30, tzinfo=KST)


def test_one_bullet_may_say_it_all(tmp_path: Path) -> None:
    article = article_of(tmp_path, dump(bullets=["박서연 기자 • 승인 2018.10.04 09:30 • 댓글 2"]))
    assert article.reporters == ("박서연",)
    assert article.published == datetime(2018, 10, 4, 9, 30, tzinfo=KST)
    assert article.extra["댓글"] == 2


@pytest.mark.parametrize(
    ("bullets", "reporters"),
    [
        (["박서연 기자", "오민재 기자"], ("박서연", "오민재")),
        (["박서연·오민재 기자"], ("박서연", "오민재")),
        (["박서연, 오민재 인턴기자"], ("박서연", "오민재")),
        (["기자명 박서연 기자 seo@garamilbo.example"], ("박서연",)),
        (["박서연 기자 (seo@garamilbo.example)"], ("박서연",)),
        (["seo@garamilbo.example", "박서연 기자"], ("박서연",)),
        (["가람일보"], ("가람일보",)),
        (["본지 편집국"], ("본지 편집국",)),
        ([], ()),
    ],
)
def test_reporters_come_one_a_bullet_or_together(
    tmp_path: Path, bullets: list[str], reporters: tuple[str, ...]
) -> None:
    article = article_of(tmp_path, dump(bullets=[*bullets, "승인 2018.10.04 09:30", "댓글 0"]))
    assert article.reporters == reporters
    assert article.extra.get("byline", "") == ", ".join(bullets)


def test_approval_is_publication_and_the_other_dates_are_kept(tmp_path: Path) -> None:
    bullets = ["입력 2018.10.03 18:00", "수정 2018-10-05 07:00", "기사승인 2018년 10월 4일 오전 9시 30분", "조회수 120"]
    article = article_of(tmp_path, dump(bullets=bullets))
    assert article.published == datetime(2018, 10, 4, 9, 30, tzinfo=KST)
    assert article.extra == {"입력": "2018-10-03T18:00:00+09:00", "수정": "2018-10-05T07:00:00+09:00", "조회수": 120}


def test_without_approval_the_time_of_entry_is_publication(tmp_path: Path) -> None:
    article = article_of(tmp_path, dump(bullets=["박서연 기자", "입력 : 2018.10.03 18:00 | 수정 2018.10.05 07:00"]))
    assert article.published == datetime(2018, 10, 3, 18, 0, tzinfo=KST)
    assert article.extra["수정"] == "2018-10-05T07:00:00+09:00"


def test_a_page_without_any_date_is_kept_undated(tmp_path: Path) -> None:
    article = article_of(tmp_path, dump(bullets=["박서연 기자", "댓글 0"]))
    assert (article.published, article.title) == (None, TITLE)


@pytest.mark.parametrize("titles", [(TITLE,), (TITLE, TITLE), (f"{TITLE} < 환경 < 기사본문 - 가람군민저널", TITLE)])
def test_the_title_is_one_however_often_it_is_printed(tmp_path: Path, titles: tuple[str, ...]) -> None:
    article = article_of(tmp_path, dump(titles=titles))
    assert (article.title, article.subtitle) == (TITLE, "\n".join(SUBTITLE))


def test_a_title_of_two_lines_is_joined(tmp_path: Path) -> None:
    assert article_of(tmp_path, dump(titles=["소각장 설명회,", "또 무산"] * 2)).title == "소각장 설명회, 또 무산"


def test_a_headline_between_title_and_bullets_is_of_the_subtitle(tmp_path: Path) -> None:
    article = article_of(tmp_path, dump(titles=[TITLE, TITLE, "대책위 단상 점거"], blocks=[f" {LEAD}"]))
    assert (article.title, article.subtitle) == (TITLE, "대책위 단상 점거")


@pytest.mark.parametrize("crawled", ["", "2024-02-30 03:40 (금)", "2031-01-01 00:00 (수)"])
def test_a_crawl_time_missing_or_impossible_loses_no_article(tmp_path: Path, crawled: str) -> None:
    article = article_of(tmp_path, dump(crawled=crawled))
    assert (article.fetched, article.title) == (None, TITLE)
    assert article.extra.get("crawled", "") == crawled


def test_tabs_and_hard_spaces_are_spaces(tmp_path: Path) -> None:
    text = dump(titles=[TITLE.replace(" ", "\u00a0"), TITLE], blocks=[f"\u3000{LEAD}", "\u00a0\t", f"\t{SECOND}"])
    article = article_of(tmp_path, text.replace("승인 2018", "승인\u00a02018").replace("댓글 0", "댓글\u00a00"))
    assert (article.title, article.body) == (TITLE, f"{LEAD}\n\n{SECOND}")
    assert article.published == datetime(2018, 10, 4, 9, 30, tzinfo=KST)


def test_a_page_saved_on_a_mac_is_read_as_any_other(tmp_path: Path) -> None:
    assert article_of(tmp_path, unicodedata.normalize("NFD", dump())) == article_of(tmp_path, dump())


def test_share_buttons_are_no_text(tmp_path: Path) -> None:
    buttons = ["이 기사를 공유합니다", "페이스북으로 기사보내기", "URL복사(으)로 기사보내기", "", "본문 글씨 키우기"]
    assert article_of(tmp_path, dump(share=buttons)) == article_of(tmp_path, dump(share=[]))
    assert article_of(tmp_path, dump(share=[buttons[0], "댓글 0"])) == article_of(tmp_path, dump(share=[]))


# --- 부제, captions, paragraphs ---


def test_without_subtitle_and_captions_all_is_body(tmp_path: Path) -> None:
    article = article_of(tmp_path, dump(blocks=[" 인사 발령이 났다", f" {LEAD}"]))
    assert (article.subtitle, article.captions) == ("", ())
    assert article.body == f"인사 발령이 났다\n\n{LEAD}"


def test_a_subtitle_may_begin_with_dashes(tmp_path: Path) -> None:
    article = article_of(tmp_path, dump(mark="  - ", blocks=["- 3년간 42억 원", "- 의회 “근거 없다”", f" {LEAD}"]))
    assert (article.subtitle, article.reporters) == ("- 3년간 42억 원\n- 의회 “근거 없다”", ("박서연",))


def test_a_subtitle_right_below_the_bullets_is_no_reporter(tmp_path: Path) -> None:
    text = dump(mark="- ", share=[], blocks=[f" {LEAD}"]).replace("- 댓글 0\n", "- 댓글 0\n- 3년간 42억 원\n")
    article = article_of(tmp_path, text)
    assert (article.subtitle, article.reporters) == ("- 3년간 42억 원", ("박서연",))


def test_paragraphs_without_indentation_are_told_from_the_subtitle_by_their_sentences(tmp_path: Path) -> None:
    blocks = ["\n".join(SUBTITLE), f"{CAPTION}\n{CAPTION}", LEAD, SECOND]
    article = article_of(tmp_path, dump(blocks=blocks))
    assert (article.subtitle, article.body) == ("\n".join(SUBTITLE), f"{LEAD}\n\n{SECOND}")
    assert article.captions == (CAPTION,)


def test_a_headline_that_trails_off_is_no_sentence(tmp_path: Path) -> None:
    assert article_of(tmp_path, dump(blocks=["군은 아직도...", LEAD, SECOND])).subtitle == "군은 아직도..."


def test_an_indented_list_says_nothing_of_paragraphs(tmp_path: Path) -> None:
    article = article_of(tmp_path, dump(blocks=[LEAD, "  • 6월 첫 설명회", SECOND]))
    assert (article.subtitle, article.body) == ("", f"{LEAD}\n\n• 6월 첫 설명회\n\n{SECOND}")


def test_a_page_indented_throughout_still_has_its_captions(tmp_path: Path) -> None:
    article = article_of(tmp_path, dump(blocks=[f" {LEAD}", f" {CAPTION}\n {CAPTION}", f" {SECOND}"]))
    assert (article.captions, article.body) == ((CAPTION,), f"{LEAD}\n\n{SECOND}")


def test_a_list_without_indentation_loses_no_line_to_the_subtitle(tmp_path: Path) -> None:
    people = ["▲ 자치행정과장 빈소담", "▲ 보건소장 길은채", "▲ 솔내읍장 한빛나"]
    article = article_of(tmp_path, dump(blocks=people))
    assert (article.subtitle, article.body) == ("", "\n\n".join(people))


def test_a_lead_set_without_indentation_is_no_subtitle(tmp_path: Path) -> None:
    lead = f"[가람=박서연 기자] {LEAD} 군은 11월에 다시 열겠다고 밝혔다."
    assert article_of(tmp_path, dump(blocks=[lead, f" {SECOND}"])).body == f"{lead}\n\n{SECOND}"


def test_headings_and_verses_without_indentation_stay_in_the_body(tmp_path: Path) -> None:
    article = article_of(tmp_path, dump(blocks=[f" {LEAD}", "◇ 10년의 약속", "물은 찼고\n집은 잠겼네", f" {SECOND}"]))
    assert article.body == f"{LEAD}\n\n◇ 10년의 약속\n\n물은 찼고\n집은 잠겼네\n\n{SECOND}"


def test_captions_of_several_photos_are_each_once_and_in_order(tmp_path: Path) -> None:
    blocks = [
        "첫 사진.\n첫 사진.\n둘째 사진\n둘째 사진",
        f" {LEAD}",
        "두 줄\n설명\n두 줄\n설명",
        f" {SECOND}",
        "첫 사진.\n첫 사진.",
    ]
    article = article_of(tmp_path, dump(blocks=blocks))
    assert article.captions == ("첫 사진.", "둘째 사진", "두 줄 설명")
    assert (article.subtitle, article.body) == ("", f"{LEAD}\n\n{SECOND}")


@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_a_paragraph_that_is_repeated_is_no_caption(tmp_path: Path, between: str) -> None:
    article = article_of(tmp_path, dump(blocks=[*SUBTITLE, f" {LEAD}{between} {LEAD}", f" {SECOND}", f" {LEAD}"]))
    assert article.captions == ()
    assert article.body == f"{LEAD}\n\n{LEAD}\n\n{SECOND}\n\n{LEAD}"


def test_a_photo_page_is_an_article_without_body(tmp_path: Path) -> None:
    article = article_of(tmp_path, dump(blocks=[f"{CAPTION}\n{CAPTION}"]))
    assert (article.body, article.captions) == ("", (CAPTION,))


def test_boilerplate_words_inside_the_text_stay(tmp_path: Path) -> None:
    quoting = "군 누리집의 ‘댓글삭제’ 단추에는 ‘이 기사를 공유합니다’와 ‘무단전재 및 재배포 금지’가 함께 떴다."
    asking = "그래도 삭제하시겠습니까?"
    article = article_of(tmp_path, dump(blocks=[f" {quoting}", " 댓글삭제", f" {asking}", f" {SECOND}"]))
    assert article.body == f"{quoting}\n\n댓글삭제\n\n{asking}\n\n{SECOND}"


# --- the tail ---


@pytest.mark.parametrize("blocks", [[f" {LEAD}", f" {SECOND}"], [LEAD, SECOND]])
@pytest.mark.parametrize(
    "tail",
    [
        "",
        TAIL,
        TAIL.replace(
            "댓글 0\n", "댓글 2\n  한빛나 2018-10-04 10:11:12\n  설명회를 다시 열어야 합니다.\n구본술\n옳소.\n"
        ),
        "\n\n댓글 1\n한빛나\n설명회를 다시 열어야 합니다.",
        "\n\n저작권자 © 가람일보 무단전재 및 재배포 금지" + TAIL,
        "\n\n저작권자 © 가람일보 무단전재 및 재배포 금지\n박서연 기자 다른기사 보기\n관련기사\n소각장 터 다시 찾는다"
        + TAIL,
        "\n\n#소각장 #은곡리\n\n관련기사\n소각장 터 다시 찾는다",
        "\n\n박서연 기자 seo@garamilbo.example" + TAIL,
        "\n\n /박서연 기자" + TAIL,
        "\n[박서연 기자]",
        "\n\n사진 오민재 기자 oh@garamilbo.example",
        "\n\nseo@garamilbo.example\n\n좋아요 3\n공유하기" + TAIL,
    ],
)
def test_what_follows_the_body_is_not_of_it(tmp_path: Path, blocks: list[str], tail: str) -> None:
    article = article_of(tmp_path, dump(blocks=blocks, tail=tail))
    assert article.body == f"{LEAD}\n\n{SECOND}"
    assert article.reporters == ("박서연",)


def test_a_copyright_line_names_the_newspaper(tmp_path: Path) -> None:
    line = "저작권자 © 가람일보 무단전재 및 재배포 금지"
    article = article_of(tmp_path, dump(tail=f"\n\n{line}{TAIL}"))
    assert (article.press, article.extra["footer"]) == ("가람일보", [line])


def test_a_copyright_line_above_paragraphs_ends_nothing(tmp_path: Path) -> None:
    line = "저작권자 © 가람일보 무단전재 및 재배포 금지"
    assert article_of(tmp_path, dump(blocks=[f" {LEAD}", line, f" {SECOND}"])).body == f"{LEAD}\n\n{line}\n\n{SECOND}"


def test_tags_and_signature_are_kept_beside_the_text(tmp_path: Path) -> None:
    tail = "\n\n박서연 기자 seo@garamilbo.example\n\n#소각장 #은곡리"
    article = article_of(tmp_path, dump(bullets=["승인 2018.10.04 09:30"], tail=tail))
    assert article.reporters == ("박서연",)
    assert article.extra == {"signature": "박서연 기자 seo@garamilbo.example", "tags": ["소각장", "은곡리"]}


def test_a_signature_names_the_reporter_that_the_head_does_not(tmp_path: Path) -> None:
    article = article_of(tmp_path, dump(bullets=["승인 2018.10.04 09:30"], tail="\n\n/박서연 기자" + TAIL))
    assert (article.reporters, article.body) == (("박서연",), f"{LEAD}\n\n{SECOND}")


def test_a_last_line_that_names_another_reporter_stays(tmp_path: Path) -> None:
    prizes = "대상 오민재 기자"
    assert article_of(tmp_path, dump(blocks=[f" {LEAD}", prizes])).body == f"{LEAD}\n\n{prizes}"


# --- what is refused, and why ---


def test_a_page_without_title_is_refused_at_its_head(tmp_path: Path) -> None:
    refused = refusal_of(tmp_path, dump(titles=[]))
    assert (refused.line, refused.path) == (2, str(tmp_path / "page.txt"))
    assert "제목이 없습니다" in refused.reason
    assert refused.excerpt.startswith("2025-01-22")


def test_a_page_without_text_is_refused_where_the_text_should_begin(tmp_path: Path) -> None:
    refused = refusal_of(tmp_path, dump(blocks=[]))
    assert "본문이 없습니다" in refused.reason
    assert refused.line == 11


@pytest.mark.parametrize(
    ("date", "reason"),
    [
        ("2019-02-30", "2019-02-30은 없는 날짜입니다"),
        ("2019.13.05 10:00", "2019-13-05는 없는 날짜입니다"),
        ("2019.03.27 29:10", "29:10은 없는 시각입니다"),
        ("1019.03.27 10:10", "1019년은 기사가 나올 수 없는 해입니다"),
        ("2027.03.27 10:10", "2027-03-27은 아직 오지 않은 날입니다"),
        ("19.03.27 10:10", "읽을 수 있는 날짜가 아닙니다"),
    ],
)
def test_an_impossible_date_is_refused_with_its_line(tmp_path: Path, date: str, reason: str) -> None:
    refused = refusal_of(tmp_path, dump(bullets=["박서연 기자", f"승인 {date}", "댓글 0"]))
    assert refused.line == 5
    assert reason in refused.reason


def test_a_page_in_no_known_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    refused = refusal_of(tmp_path, dump().encode().replace("설명회".encode(), b"\xff\xfe\xfd", 3))
    assert refused.line == 2
    assert "글자를 풀 수 없습니다" in refused.reason


def test_a_page_with_nul_is_no_text(tmp_path: Path) -> None:
    refused = refusal_of(tmp_path, dump() + "\n\0")
    assert "글이 아닌 자료" in refused.reason
    assert refused.line == dump().count("\n") + 2


def test_a_huge_page_is_refused_and_not_held(tmp_path: Path) -> None:
    assert "줄이 너무 많습니다" in refusal_of(tmp_path, dump() + "\n" * LINE_LIMIT).reason
    assert "너무 큽니다" in refusal_of(tmp_path, dump() + "가" * (12 << 20)).reason


# --- telling the format ---


@pytest.mark.parametrize(
    "text",
    [
        dump(),
        dump(crawled="", titles=[TITLE], share=[], tail=""),
        dump(bullets=["박서연 기자", "댓글 0"]),
        dump(bullets=["승인 2019-02-30"]),
        dump(mark="* ", newline="\r\n"),
        dump(mark=""),
    ],
)
def test_a_page_is_recognised_by_its_head(text: str) -> None:
    reader = NdsoftTextReader(clock=clock)
    assert reader.recognises(text.encode())
    assert reader.recognises(text.encode()[:301])


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{TITLE}\n\n{LEAD}\n{SECOND}\n",
        "# 바뀐 것\n\n- 수정 3건\n- 등록 5건\n- 2019-03-27 오타를 고침\n",
        "회의록\n\n- 박서연 기자\n- 오민재 기자\n\n1. 소각장\n",
        "id,제목,입력\n1,소각장,2019-03-27\n",
        '{"title": "승인 2019.03.27 23:00"}\n',
    ],
)
def test_other_texts_are_not_taken_for_pages(text: str) -> None:
    assert not NdsoftTextReader(clock=clock).recognises(text.encode())


def test_a_corrected_page_is_a_new_version_of_the_same_article(tmp_path: Path) -> None:
    before, after = article_of(tmp_path, dump()), article_of(tmp_path, dump(blocks=[f" {SECOND}"]))
    assert identity(before) == identity(after)
    assert before.content_hash != after.content_hash
