"""The help page."""

# ruff: noqa: E501  (a text and its key are each one line)

GUIDE: dict[str, str | tuple[str, str]] = {
    "검색식": "Query",
    "둘이 모두 든 기사. 빈칸은 AND와 같습니다": "articles with both; a space means AND",
    "하나라도 든 기사. | 도 같습니다": "articles with either; | means the same",
    "뒤의 말이 없는 기사. NOT도 같습니다": "articles without the second; also NOT",
    "괄호 안을 먼저 묶습니다": "what is in brackets comes first",
    "이어서 쓴 곳. 조사와 띄어쓰기는 달라도 됩니다": "one after the other, whatever particles and spaces",
    "조사와 띄어쓰기까지 적힌 그대로": "exactly as printed",
    '10낱말 안에. "군수 예산"~10도 같습니다': 'within 10 words; "군수 예산"~10 means the same',
    "10낱말 안에, 이 차례로": "within 10 words, in this order",
    "한 문장 안에": "in one sentence",
    "이렇게 시작하는 낱말": "words that begin so",
    "자모 하나까지 다른 낱말. ~2는 둘까지": "words that differ by one letter (jamo); ~2 by two",
    "제목에서만. 부제: 본문: 사진: 도 됩니다": "in headlines only; also subtitle: body: caption:",
    "이름이 같은 것. 신문: 기자: 지역: 태그: 인물: 장소: 기관: 키워드:": (
        "that very name; also press: reporter: region: tag: person: place: organization: keyword:"
    ),
    "그때 나온 기사. 날짜:2019, 날짜:>=2019-03-27": "published then; date:2019, date:>=2019-03-27",
    "연산자는 대문자로 쓰고, 필드는 바로 뒤의 말 하나에 걸립니다. 잘못 적어도 고쳐서 찾고 무엇을 고쳤는지 알립니다.": (
        "Operators are in capitals; a field holds for the one term after it. What is mistyped is repaired, and said."
    ),
    "이름과 조사": "Names and particles",
    "적은 글자 그대로가 어디에 있든 찾습니다. ‘소각장’은 소각장을, 은곡소각장도 찾고, 세 글자부터는 띄어 쓴 것(나주 시장)도 찾습니다. ‘이동하’는 이동을 찾지 않습니다.": (
        "The letters you type are found wherever they stand: 소각장 finds 소각장을 and 은곡소각장, and from three syllables on"
        " also what is written with spaces (나주 시장). 이동하 does not find 이동."
    ),
    "조사는 알아서 뗍니다. 움직임을 나타내는 말은 활용형까지(열린 → 열렸다), 한자는 읽는 소리로도, 한/영을 바꾸지 않고 친 말은 바꾸어 찾습니다. 그대로 찾으려면 알림의 ‘친 그대로 찾기’를 누르십시오.": (
        "Particles are taken off. Verbs are found in all forms (열린 → 열렸다), Hanja by their reading too, and what was"
        " typed on the wrong keyboard is turned round. ‘Search as typed’ in the notice turns all that off."
    ),
    "수를 읽는 법": "What the counts mean",
    "‘총 n건’은 어림이 아니라 정확한 기사 수이고, 같은 글을 묶어도 기사를 셉니다. 필터 옆의 수는 그 필터만 빼고 센 것입니다. 발행일을 모르는 기사는 막대에 없습니다.": (
        "The total is exact and counts articles, even where the same text is shown once. Counts beside a filter leave out"
        " that filter alone. Articles without a date are in no bar."
    ),
    "0건은 보관된 기사에 없다는 뜻입니다. 그때 그 신문이 보관되어 있는지는 보관 현황에 있습니다.": (
        "Zero means: not in the archive. Whether the archive has that paper of that time, its coverage says."
    ),
    "초고나 보도자료를 붙여 넣어": "of a draft or a release",
    "검색식 다섯 개까지 한 그림에": "up to five on one chart",
    "찾은 말마다 앞뒤 글과 함께 한 줄": "a line for every match",
    "글쇠": "Keys",
    "검색 상자로": "to the search box",
    "다음 기사, 기사에서는 다음 찾은 말": "next article; in an article, next match",
    "앞의 기사, 앞의 찾은 말": "previous article or match",
    "고른 기사 열기": "open the chosen article",
    "이 도움말": "this help",
    "가져가기": "To take with you",
    "알림 받기": "Alerts",
    "결과 위의 ‘알림(Atom)’ 주소를 구독기에 넣으면 새 기사가 옵니다.": (
        "Give the address of ‘Alerts (Atom)’ above the results to a feed reader, and new articles come."
    ),
    "내보내기": "Export",
    "찾은 것 모두를 CSV, XLSX, JSONL, RIS, BibTeX으로. 다시 해 볼 수 있게 검색식과 보관 상태가 함께 갑니다.": (
        "All that was found, as CSV, XLSX, JSONL, RIS or BibTeX, with the query and the state of the archive, so that it"
        " can be repeated."
    ),
    "검색과 기사는 이 브라우저에만 남습니다.": "Searches and articles stay in this browser only.",
    "모든 검색은 JSON으로도 받습니다.": "Every search also comes as JSON.",
    "API 설명": "API reference",
}
