"""Time in English: periods, the timeline, the comparison of queries."""

TIMELINE: dict[str, str | tuple[str, str]] = {
    "{year}년": "{year}",
    "{month}월": "{month}",
    "{day}일": "{day}",
    "{year}년 {month}월": "{month} {year}",
    "{year}년 {month}월 {day}일": "{day} {month} {year}",
    "{first}–{last}년": "{first}–{last}",
    "{first}부터": "since {first}",
    "{last}까지": "until {last}",
    "전체 기간": "All time",
    "연간": "By year",
    "월간": "By month",
    "일간": "By day",
    "건수": "Articles",
    "전체 기사 대비": "Share of all articles",
    "{name} {n:,}건": ("{name}: {n:,} article", "{name}: {n:,} articles"),
    "{name} {n:,}건 / {total:,}건, {percent}": "{name}: {n:,} of {total:,} articles, {percent}",
    "기사가 적어 불확실": "unsure: few articles",
    "시기별 기사 수": "Articles over time",
    "시기별 전체 기사 대비": "Share of all articles over time",
    "기간": "Period",
    "화살표로 옮기고 Enter로 엽니다. Shift와 화살표로 기간을 고르고, Esc로 한 단계 나갑니다. 끌어도 됩니다.": (
        "Arrows move, Enter opens. Shift with arrows selects a period, Esc goes a level up. Dragging selects too."
    ),
    "{from}부터 {to}까지 기사 {n}건. Enter로 봅니다.": "{from} to {to}: {n} articles. Enter shows them.",
    "보관된 기사가 없습니다": "no articles held",
    "{year}년의 달마다": "{year} by month",
    "눈금": "Unit",
    "막대의 뜻": "What bars show",
    "기간을 좁히면 볼 수 있습니다": "Narrow the period to see this",
    "빗금: 보관된 기사가 없는 때": "Hatched: no articles held",
    "점선: 전체 기사가 {n}건이 안 되어 불확실한 때": "Dashed: fewer than {n} articles at all, unsure",
    "발행일을 모르는 기사 {n:,}건은 빠져 있습니다.": (
        "{n:,} article of unknown date is not shown.",
        "{n:,} articles of unknown date are not shown.",
    ),
    "다른 검색어와 비교": "Compare with other queries",
    "표로 보기": "Show as table",
    "때": "Period",
    "전체 기사": "All articles",
    "대비": "Share",
    "보관 없음": "None held",
    "불확실": "unsure",
    "검색식 {n}": "Query {n}",
    "검색식 ‘{text}’: {problem}": "Query ‘{text}’: {problem}",
    "기간의 끝": "End of the period",
    "비교": "Compare",
    "걸린 필터": "Filters in force",
    "빼기: ": "Remove: ",
    "‘{text}’ 빼기": "Remove ‘{text}’",
    "총 {n:,}건": ("{n:,} article", "{n:,} articles"),
    "선의 뜻": "What lines show",
    "빈 표시: 전체 기사가 {n}건이 안 되어 불확실한 때": "Hollow: fewer than {n} articles at all, unsure",
    "표": "Table",
    "표에는 찾은 기사가 있는 때만 있습니다. 모두는 CSV에 있습니다.": (
        "The table has only the periods with articles found. The CSV has all."
    ),
    "그릴 것이 없습니다. 이 기간에 찾은 기사가 없습니다. 기간을 넓히거나 다른 말을 적으십시오.": (
        "Nothing to draw: no article was found in this period. Widen it, or try other words."
    ),
    "검색식을 다섯 개까지 적으면 같은 축에 나란히 그립니다. 검색 상자에 쓸 수 있는 것은 여기서도 모두 씁니다.": (
        "Up to five queries are drawn on one axis. Whatever the search box understands can be used here too."
    ),
}
