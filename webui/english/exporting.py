"""The export page."""

from __future__ import annotations

EXPORTING: dict[str, str | tuple[str, str]] = {
    "내보내기": "Export",
    "그때와 지금": "Then and now",
    "{then}의 내보내기와 같습니다: 기사 {n:,}건, 글과 순서가 모두 그대로입니다.": (
        "The same as the export of {then}: one article, its text unchanged.",
        "The same as the export of {then}: {n:,} articles, their texts and their order unchanged.",
    ),
    "{then}의 내보내기와 다릅니다: 기사 {before:,}건이 지금은 {after:,}건입니다.": (
        "Not the same as the export of {then}: articles then {before:,}, now {after:,}."
    ),
    "더해진 기사가 {n:,}건 있습니다.": ("One article was added.", "{n:,} articles were added."),
    "빠진 기사가 {n:,}건 있습니다.": ("One article is no longer there.", "{n:,} articles are no longer there."),
    "그 가운데 {n:,}건은 보관소에 있지만 이제 찾아지지 않습니다.": (
        "Of these, one is in the archive but no longer found.",
        "Of these, {n:,} are in the archive but no longer found.",
    ),
    "그 가운데 {n:,}건은 내린 기사입니다.": ("Of these, one was taken down.", "Of these, {n:,} were taken down."),
    "그 가운데 {n:,}건은 이 보관소에 없습니다.": (
        "Of these, one is not in this archive.",
        "Of these, {n:,} are not in this archive.",
    ),
    "글이 달라진 기사가 {n:,}건 있습니다.": (
        "The text of one article has changed.",
        "The texts of {n:,} articles have changed.",
    ),
    "양쪽에 다 있는 기사 가운데 {n:,}건의 자리가 바뀌었습니다.": (
        "Of those in both, one stands in another place.",
        "Of those in both, {n:,} stand in other places.",
    ),
    "검색식을 알아들은 뜻이 바뀌었습니다(‘{before}’ → ‘{after}’).": (
        "The query is understood otherwise (‘{before}’ → ‘{after}’)."
    ),
    "검색식을 읽는 규칙이 바뀌었습니다({before} → {after}).": "The rules of queries have changed ({before} → {after}).",
    "형태소 분석기가 바뀌었습니다({before} → {after}).": "The analyser has changed ({before} → {after}).",
    "낱말 사전이 바뀌었습니다({before} → {after}).": "The user dictionary has changed ({before} → {after}).",
    "색인의 규칙이 바뀌었습니다({before} → {after}).": "The rules of the index have changed ({before} → {after}).",
    "보관소의 기사가 {before:,}건에서 {after:,}건이 되었습니다.": (
        "The archive held {before:,} articles and now holds {after:,}."
    ),
    "보관소의 기사 수는 그대로({n:,}건)이고, 그사이 들어오거나 고쳐진 것이 있습니다.": (
        "The archive holds as many articles as then ({n:,}), and some came in or were corrected since."
    ),
    "보관소가 그때의 것이 아닐 수 있습니다: 변경 기록이 그때보다 짧습니다.": (
        "This may not be the archive of that time: its log of changes is shorter than it was."
    ),
    "보관했지만 아직 색인하지 않은 기사가 있습니다. `./gisa add`나 `./gisa rebuild`가 마저 넣습니다.": (
        "Some archived articles are not indexed yet: `./gisa add` or `./gisa rebuild` takes them in."
    ),
    "더해진 기사": "Added articles",
    "빠진 기사": "Articles no longer there",
    "글이 달라진 기사": "Articles whose text changed",
    "이제 찾아지지 않음": "no longer found",
    "내린 기사": "taken down",
    "보관소에 없음": "not in the archive",
    "앞의 {n:,}건만 보입니다. 모두 보려면 `./gisa export --again 명세 --json`을 쓰십시오.": (
        "Only the first one is shown. For all, use `./gisa export --again MANIFEST --json`.",
        "Only the first {n:,} are shown. For all, use `./gisa export --again MANIFEST --json`.",
    ),
    "이 검색의 결과 보기": "See the results of this search",
    "찾은 기사 {n:,}건을 모두, 보이는 순서 그대로 파일에 담습니다.": (
        "The one article found goes into the file.",
        "All {n:,} articles found go into the file, in the order shown.",
    ),
    "찾은 기사가 없어 담을 것이 없습니다. 검색을 바꾸어 다시 오십시오.": (
        "Nothing was found, so there is nothing to export. Change the search and come back."
    ),
    "검색 결과로": "Back to the results",
    "알아들은 뜻": "Understood as",
    "기간": "Period",
    "신문": "Newspaper",
    "섹션": "Section",
    "기자": "Reporter",
    "지역": "Region",
    "신문 빼기": "Not newspaper",
    "섹션 빼기": "Not section",
    "기자 빼기": "Not reporter",
    "지역 빼기": "Not region",
    "여러 낱말": "Several words",
    "많이 든 기사부터": "most words first",
    "친 그대로": "As typed",
    "고치지 않음": "nothing corrected",
    "같은 글": "Same text",
    "하나로 묶음": "one article of each",
    "순서": "Order",
    "파일": "Files",
    "엑셀": "Excel",
    "R, 파이썬, 그리고 모든 표 프로그램": "R, Python and any spreadsheet",
    "엑셀과 한셀. 출처가 둘째 시트에 있습니다": "Excel and Hancell; the provenance is on the second sheet",
    "프로그램. 다른 동네기사가 그대로 읽어 들입니다": "programs; another archive of this kind reads it back exactly",
    "기사 {n:,}건까지 담을 수 있습니다. 기간을 나누십시오.": "Holds {n:,} articles at most. Split the period.",
    "앞부분만 보이게 한 신문의 기사는 앞부분과 원문의 주소만 들어가고, 표의 ‘본문 범위’ 칸이 그렇다고 말합니다."
    " 표에서 식으로 읽힐 칸은 앞에 작은따옴표(')를 붙였습니다.": (
        "Of newspapers that let only the beginning be seen, the file has the beginning and the address of the original;"
        " the column ‘본문 범위’ (extent of the body) says so. Cells that a spreadsheet would take for a formula begin"
        " with an apostrophe (')."
    ),
    "명세": "Manifest",
    "무엇을 어떤 규칙으로 물었고, 그때 보관소에 무엇이 있었으며, 어느 기사의 어느 글이 담겼는지 적은 파일입니다."
    " 함께 두면 나중에 같은 연구를 다시 하고, 무엇이 달라졌는지 알 수 있습니다.": (
        "It says what was asked and by which rules, what the archive held at the time, and which text of which article"
        " is in the file. Keep the two together: the study can then be repeated, and you can be told what has changed."
    ),
    "명세 받기 (manifest.json)": "Download the manifest (manifest.json)",
    "다시 하기": "Again",
    "예전에 받은 명세를 주면 같은 검색식으로 다시 찾아, 더해지고 빠지고 달라진 기사를 알려 드립니다."
    " 파일은 읽기만 하고 남기지 않습니다.": (
        "Give an earlier manifest: the same question is asked again, and you are told which articles were added,"
        " removed or changed. The file is read and not kept."
    ),
    "명세 파일 (manifest.json)": "Manifest file (manifest.json)",
    "달라진 것 보기": "See what has changed",
    "‘{form}’ 파일로는 내보낼 수 없습니다. 쓸 수 있는 것: {names}.": (
        "‘{form}’ is no format of ours. There are: {names}."
    ),
    "명세 파일이 너무 큽니다. {n} MB까지 읽습니다. `./gisa export --again`으로 하십시오.": (
        "The manifest is too large: {n} MB at most. Use `./gisa export --again`."
    ),
    "명세 파일을 고르십시오. 내보낼 때 함께 받은 manifest.json입니다.": (
        "Choose a manifest: the manifest.json that came with the export."
    ),
}
