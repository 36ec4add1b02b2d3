"""Articles beside the samples: one story in two papers, one article in two versions, one paper that gives beginnings
only, one article without a date. The county, its papers and people are those of data/samples: invented."""

from __future__ import annotations

from typing import Any

CORRECTED = "garamilbo-90001"
"""The article that has two versions."""

STORY = "garamilbo-90002"
"""The article that another paper printed, too."""

RESTRICTED_PRESS = "한들저널"
RESTRICTED = "handeul-77"

UNDATED = "handeul-78"

_WALK = (
    "가람군은 솔내천 벚꽃길 3km를 오는 봄까지 새로 놓는다고 4일 밝혔다.\n\n"
    "낡은 나무 난간을 걷어 내고 폭 2m의 흙길을 내는 이 사업에는 9억 원이 든다. 군은 꽃이 지는 5월에 공사를 시작해 "
    "장마 전에 마치기로 했다. 노영실 공원팀장은 “유모차와 휠체어가 함께 다닐 수 있는 길이 목표”라고 말했다.\n\n"
    "솔내읍 주민들은 둑 아래 주차장이 먼저라고 말한다. 지난해 벚꽃 철 주말마다 솔내교 앞이 두 시간씩 막혔다. "
    "군은 임시 주차장 120면을 가을까지 마련하겠다고 답했다."
)

_RESTRICTED_BODY = (
    "한들면 작은도서관이 열람실을 밤 10시까지 연다. "
    "면사무소는 자원봉사자 여섯 명을 뽑아 다음 달부터 저녁 시간을 맡긴다.\n\n"
    "이 도서관은 2019년 옛 농협 창고를 고쳐 문을 열었다. 책은 8,400권, 하루 찾는 사람은 마흔 명쯤이다. "
    "퇴근한 뒤에는 늘 문이 닫혀 있어 이용하지 못한다는 말이 이어졌다.\n\n"
    "도서관 운영위원회는 석 달 동안 시험 삼아 열어 본 뒤 이어 갈지를 정한다. 전기 요금은 면이 절반을 보탠다. "
    "가장 뒤에 있는 이 문장은 권리가 없는 독자에게는 보이지 않는다."
)

FIRST_PRINTS: list[dict[str, Any]] = [
    {
        "id": CORRECTED,
        "title": "가람 수달 조사단, 솔내천에서 수달 여덟 마리 확인",
        "subtitle": "무인 사진기 24대로 석 달 조사",
        "body": "솔내천에 수달 여덟 마리가 산다는 조사 결과가 나왔다.\n\n"
        "가람 수달 조사단은 12일 군청에서 결과를 내놓고 하천 공사를 겨울로 미뤄 달라고 요청했다.",
        "captions": ["솔내천 징검다리에 남은 수달 발자국."],
        "date": "2024-03-12 15:10",
        "press": "가람일보",
        "section": "지역",
        "region": "솔내읍",
        "reporter": "박서연",
        "url": "https://www.garamilbo.example/news/articleView.html?idxno=90001",
    },
    {
        "id": STORY,
        "title": "솔내천 벚꽃길 3km 새로 놓는다",
        "body": _WALK,
        "date": "2021-03-05 09:00",
        "press": "가람일보",
        "section": "자치행정",
        "region": "솔내읍",
        "reporter": "박서연",
        "url": "https://www.garamilbo.example/news/articleView.html?idxno=90002",
    },
    {
        "id": "solnaenews-9002",
        "title": "솔내천 벚꽃길 흙길로 바꾼다",
        "body": _WALK.replace("9억 원", "9억 2천만 원"),
        "date": "2021-03-04 17:30",
        "press": "솔내신문",
        "section": "자치행정",
        "region": "솔내읍",
        "reporter": "오민재",
        "url": "https://www.solnaenews.example/news/articleView.html?idxno=9002",
    },
    {
        "id": RESTRICTED,
        "title": "한들면 작은도서관, 밤 10시까지 불 켠다",
        "body": _RESTRICTED_BODY,
        "captions": ["옛 농협 창고를 고친 한들면 작은도서관."],
        "date": "2022-10-11 11:20",
        "press": RESTRICTED_PRESS,
        "section": "문화",
        "region": "한들면",
        "reporter": "차은우리",
        "url": "https://www.handeul.example/news/articleView.html?idxno=77",
    },
    {
        "id": UNDATED,
        "title": "한들면 옛 사진을 찾습니다",
        "body": "한들면 마을기록모임이 1970년대의 사진을 찾는다. 장터와 나루, 학교 운동회를 찍은 것이면 더 좋다.",
        "press": RESTRICTED_PRESS,
        "section": "알림",
    },
]

LATER_PRINTS: list[dict[str, Any]] = [
    FIRST_PRINTS[0]
    | {
        "title": "가람 수달 조사단, 솔내천에서 수달 여섯 마리 확인",
        "body": "솔내천에 수달 여섯 마리가 산다는 조사 결과가 나왔다. "
        "처음 알려진 여덟 마리에서 겹쳐 찍힌 두 마리를 뺐다.\n\n"
        "가람 수달 조사단은 12일 군청에서 결과를 내놓고 하천 공사를 겨울로 미뤄 달라고 요청했다.",
    }
]
