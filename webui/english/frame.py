"""What stands on every page: masthead, search box, footer, errors."""

FRAME: dict[str, str | tuple[str, str]] = {
    "동네기사": "동네기사",
    "지역신문 기사 검색": "Search local news",
    "본문으로 건너뛰기": "Skip to content",
    "검색어": "Search",
    "사람, 사업, 동네 이름": "A person, project or place",
    "검색": "Search",
    "기사의 저작권은 각 신문에 있습니다.": "Articles are copyright of their newspapers.",
    "처음": "Home",
    "모든 기사": "All articles",
    "보관 현황": "Coverage",
    "통계(JSON)": "Figures (JSON)",
    "둘러보기": "More pages",
    "우리가 쓴 적 있나?": "Have we covered this?",
    "추이 비교": "Compare trends",
    "도움말": "Help",
    "저장한 것": "Saved",
    "지역신문 {n:,}곳": ("{n:,} local paper", "{n:,} local papers"),
    "기사 {n:,}건": ("{n:,} article", "{n:,} articles"),
}
