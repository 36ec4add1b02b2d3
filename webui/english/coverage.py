"""What the archive holds of each paper, and what goes wrong."""

COVERAGE: dict[str, str | tuple[str, str]] = {
    "없음": "none",
    "보관된 기사가 없는 신문: {papers}": "Papers without articles here: {papers}",
    "모든 신문 보기": "See all papers",
    "보여 줄 신문이 없습니다.": "There is no paper to show.",
    "신문마다 해마다 보관된 기사 수입니다. ‘없음’은 첫 달과 끝 달 사이에 기사가 한 건도 없는 때이고, "
    "빈칸은 그 밖입니다. 수를 누르면 그때의 기사를 봅니다.": (
        "Articles held of each paper and year. “none” is a time between its first and last month without a single "
        "article; blank is outside of these. A number leads to its articles."
    ),
    "신문과 해": "Papers and years",
    "신문과 해마다 보관된 기사 수": "Articles held of each paper and year",
    "기사": "Articles",
    "빈 달": "Empty months",
    "마지막 읽음": "Last read",
    "알 수 없음": "unknown",
    "빈 달 {n:,}": ("{n:,} empty month", "{n:,} empty months"),
    "발행일을 모르는 기사 {n:,}건": ("{n:,} undated article", "{n:,} undated articles"),
    "마지막 읽음 {when}": "last read {when}",
    "{name}, 달마다": "{name}, by month",
    "{name}: 해와 달마다 보관된 기사 수": "{name}: articles held by year and month",
    "해": "Year",
    "{n}월": "{n}",
    "신문 모름": "Unknown paper",
    "없는 주소입니다": "There is nothing at this address",
    "주소를 확인하거나 검색으로 찾아보십시오.": "Check the address, or search for it.",
    "비밀번호가 있어야 열립니다": "A password opens this",
    "운영하는 사람에게 비밀번호를 물어 다시 열어 보십시오.": "Ask whoever runs this for the password and try again.",
    "이 이름으로는 열 수 없습니다": "This cannot be opened under that name",
    "주소의 이름을 확인하십시오. 운영하는 사람은 이 이름을 --site로 알려 주십시오.": (
        "Check the name in the address. Whoever runs this makes the name known with --site."
    ),
    "비밀번호가 여러 번 틀렸습니다": "Too many wrong passwords",
    "1분쯤 뒤에 다시 열어 보십시오.": "Try again in a minute or so.",
    "이렇게는 열 수 없는 주소입니다": "This address cannot be opened this way",
    "답을 만들지 못했습니다": "No answer could be made",
    "안에서 오류가 났고 기록에 남겼습니다. 잠시 뒤 다시 해 보십시오.": (
        "Something went wrong inside and was recorded. Please try again in a while."
    ),
    "열 수 없는 주소입니다": "This address cannot be opened",
    "이렇게는 찾을 수 없습니다": "This cannot be searched for",
    "그런 기사가 없습니다": "There is no such article",
    "지금은 검색할 수 없습니다": "Searching is not possible now",
    "‘{name}’ 빼고 찾기": "Search without “{name}”",
    "처음으로": "Home",
    "기간의 시작": "Start of the period",
    "한 쪽에 보이는 건수": "Articles per page",
    "더 셀 것": "Further facets",
}
