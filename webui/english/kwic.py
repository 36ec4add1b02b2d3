"""Words in context."""

from __future__ import annotations

KWIC: dict[str, str | tuple[str, str]] = {
    "문맥": "Context",
    "‘{q}’의 문맥": "“{q}” in context",
    "{words}에서 낱말이 나온 자리를 한 줄씩 봅니다.": "Every place where the words stand, one a line: {words}.",
    "목록으로 보기": "See as a list",
    "찾은 기사가 없습니다": "No articles found",
    "어느 낱말이 없는지, 무엇으로 찾을 수 있는지는 목록에서 알려 드립니다.": (
        "The list says which word is missing and what can be found instead."
    ),
    "어느 낱말의 문맥을 볼지 적으십시오": "Type the word you want to see in context",
    "위의 검색칸에 낱말을 적으면 그 낱말이 나온 자리가 앞뒤 글과 함께 한 줄씩 나란히 섭니다.": (
        "Type it in the box above: each place where it stands gets a line, with what stands before and after it."
    ),
    "이 쪽에 {n:,}줄": ("{n:,} line on this page", "{n:,} lines on this page"),
    "기사 순서": "Order of articles",
    "낱말이 나온 자리. 날짜와 신문은 기사의 그 자리로 갑니다. 줄의 순서는 열의 이름으로 바꿉니다.": (
        "Places where the words stand. Date and newspaper lead to that place in the article; the names of the columns"
        " change the order of the lines."
    ),
    "낱말 곁에 많이 선 말": "Words that often stand beside it",
    "한 문장 안에서 바로 앞과 바로 뒤에 두 번 이상 선 말을 조사 없이 셌습니다. {n:,}줄에서 셌습니다.": (
        "Words that stand right before or right behind it in the same sentence, twice or more often, without their"
        " particles, counted in {n:,} lines."
    ),
    "바로 앞": "Before",
    "바로 뒤": "Behind",
    "날짜": "Date",
    "왼쪽 문맥": "Left context",
    "낱말": "Word",
    "오른쪽 문맥": "Right context",
    "문맥의 너비": "Width of the context",
    "{n}자": "{n} characters",
    "모든 줄을 파일로": "All lines as a file",
    "{n:,}줄": ("{n:,} line", "{n:,} lines"),
    "{n}줄": "{n} lines",
    "가장 관련 있는 기사 {n:,}건에서 {lines:,}줄을 정렬했습니다. 기사는 모두 {total:,}건입니다.": (
        "{lines:,} lines of the {n:,} most relevant articles were sorted, of {total:,} articles in all."
    ),
    "가장 새로운 기사 {n:,}건에서 {lines:,}줄을 정렬했습니다. 기사는 모두 {total:,}건입니다.": (
        "{lines:,} lines of the {n:,} newest articles were sorted, of {total:,} articles in all."
    ),
    "가장 오래된 기사 {n:,}건에서 {lines:,}줄을 정렬했습니다. 기사는 모두 {total:,}건입니다.": (
        "{lines:,} lines of the {n:,} oldest articles were sorted, of {total:,} articles in all."
    ),
    "모두 보려면 기간이나 신문을 좁히거나 파일로 받으십시오. 파일에는 기사 순서로 담깁니다.": (
        "To see all, narrow the dates or the newspapers, or take the file: its lines are in the order of the articles."
    ),
    "앞부분만 보이는 신문의 기사에서는 그 앞부분의 줄만 보입니다.": (
        "Of newspapers that let only the beginning of an article be shown, only lines in the beginning are shown."
    ),
    "이 쪽의 기사 {n:,}건에는 보일 줄이 없습니다.": (
        "{n:,} article on this page has no line to show.",
        "{n:,} articles on this page have no line to show.",
    ),
}
