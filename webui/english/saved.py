"""The page of what is kept, and the buttons that keep."""

# ruff: noqa: E501  (a text and its key are each one line)

SAVED: dict[str, str | tuple[str, str]] = {
    "저장한 것": "Saved",
    "저장한 검색과 읽을거리는 이 브라우저에만 남습니다. 계정도 쿠키도 없고, 서버는 무엇을 저장했는지 모릅니다. 다른 기기로 옮기거나 오래 두려면 파일로 내보내십시오.": (
        "Saved searches and reading lists stay in this browser only. There are no accounts and no cookies, and the server"
        " does not know what you keep. To move them to another device, or to keep them for long, export them as a file."
    ),
    "저장은 스크립트가 하는 일이라, 스크립트를 끈 브라우저에는 보이지 않습니다. 그래도 모든 화면은 주소이므로 이렇게 할 수 있습니다.": (
        "Saving needs scripts, which this browser has turned off. But every page is an address, so you can do this:"
    ),
    "검색이나 기사를 브라우저의 즐겨찾기에 넣으십시오. 조건까지 그대로 다시 열립니다.": (
        "Bookmark a search or an article: it opens again with all its filters."
    ),
    "새 기사는 알림(Atom)으로 받으십시오. 검색 결과 위의 ‘알림(Atom)’ 주소를 구독기에 넣으면 됩니다.": (
        "Follow new articles by feed: give the address of ‘Alerts (Atom)’ above a search’s results to your feed reader."
    ),
    "모든 새 기사의 알림(Atom)": "Feed of all new articles (Atom)",
    "되돌리기": "Undo",
    "저장한 검색": "Saved searches",
    "아직 없습니다. 검색 결과 위의 ‘저장’을 누르면 여기에 쌓이고, 다시 올 때 새로 늘어난 기사 수를 알려 드립니다.": (
        "None yet. ‘Save’ above a search’s results puts it here; when you come back you see how many articles are new."
    ),
    "읽을거리": "Reading list",
    "아직 없습니다. 검색 결과의 ‘담기’나 기사의 ‘읽을거리에 담기’를 누르면 여기에 담깁니다.": (
        "None yet. ‘Add to reading list’ beside an article puts it here."
    ),
    "새 목록": "New list",
    "이름": "Name",
    "만들기": "Create",
    "파일로 옮기기": "Move as a file",
    "내보내기(JSON)": "Export (JSON)",
    "파일에서 들여오기": "Import from a file",
    "모두 지우기": "Delete everything",
    "들여오면 지금 있는 것에 더합니다. 같은 검색과 기사는 한 번만 남고, 이 사이트의 것이 아닌 주소는 받지 않습니다.": (
        "An import adds to what is here. The same search or article stays once; addresses of other sites are refused."
    ),
    "모두 지우시겠습니까?": "Delete everything?",
    "이 브라우저에 저장한 검색과 읽을거리, 메모가 모두 지워집니다.": (
        "All searches, reading lists and notes saved in this browser will be deleted."
    ),
    "그만두기": "Cancel",
    "기사 {n}건": ("{n} article", "{n} articles"),
    "메모": "Note",
    "위로": "Up",
    "아래로": "Down",
    "빼기": "Remove",
    "목록 이름": "Name of the list",
    "앞으로 여기에 담기": "Add new articles here",
    "목록 지우기": "Delete list",
    "RIS로 받기": "Download as RIS",
    "{day}에 저장": "saved {day}",
    "그때 {n}건": "{n} then",
    "새 기사 없음": "nothing new",
    "새 {m}건": "{m} new",
    "{m}건 줄어 {n}건": "{m} fewer, now {n}",
    "옮길 목록": "Move to list",
    "이름 없는 목록": "List without a name",
    "앞으로 담는 기사는 ‘{name}’에 들어갑니다.": "New articles will go to ‘{name}’.",
    "‘{name}’ 기사를 옮겼습니다.": "Moved ‘{name}’.",
    "‘{name}’ 하나를 뺐습니다.": "Removed ‘{name}’.",
    "모두 지웠습니다.": "Everything was deleted.",
    "되돌렸습니다.": "Undone.",
    "{n}건을 들여왔습니다. 받지 않은 것은 {m}건입니다.": "Imported {n}; {m} refused.",
    "기사 {n}건의 서지를 받았습니다. 받지 못한 것은 {m}건입니다.": "References of {n} articles; {m} could not be had.",
    "이 파일은 더 새로운 형식입니다. 내보낸 곳과 같은 판에서 여십시오.": (
        "This file is of a newer form. Open it in the version that exported it."
    ),
    "이 화면에서 내보낸 파일이 아닙니다. ‘내보내기’로 만든 JSON 파일을 고르십시오.": (
        "This file was not exported here. Choose a JSON file made by ‘Export’."
    ),
    "이 브라우저가 저장하지 못했습니다. 사생활 보호 창이거나 자리가 찼습니다. 오래된 것을 빼거나 파일로 내보내십시오.": (
        "This browser could not save. It is a private window, or the space is full: remove old things, or export them."
    ),
    "저장": "Save",
    "저장함": "Saved",
    "읽을거리에 담기": "Add to reading list",
    "읽을거리에서 빼기": "Remove from reading list",
    "담기": "Keep",
    "담음": "Kept",
    "저장했습니다. ‘저장한 것’에서 볼 수 있습니다.": "Saved. You find it under ‘Saved’.",
    "저장한 것에서 뺐습니다.": "Removed from what is saved.",
    "저장하지 못했습니다. 브라우저가 막았거나 자리가 찼습니다. ‘저장한 것’에서 오래된 것을 빼십시오.": (
        "Could not save: the browser forbids it, or the space is full. Remove old things under ‘Saved’."
    ),
}
