"""The page of a draft, and related articles."""

DRAFTING: dict[str, str | tuple[str, str]] = {
    "쓰고 있는 글이나 보도자료를 붙여 넣으면 보관된 기사와 견줍니다.": (
        "Paste a draft or a press release: it is compared with the archived articles."
    ),
    "같은 글이 실렸는지, 무엇이 보도되었는지, 이름이 언제 처음 나왔는지, 어느 문장이 새로운지 알려 드립니다.": (
        "You are told who printed it, what was written on the matter, when its names first appeared, and what is new."
    ),
    "견줄 글": "Text to compare",
    "{most:,}자까지. 글은 견주는 동안만 쓰고 저장하지 않습니다. 주소에도 기록에도 남지 않습니다.": (
        "Up to {most:,} characters. The text is used only while it is compared and is not stored; it stands in no "
        "address and in no log."
    ),
    "모든 신문": "All newspapers",
    "이 날부터": "From",
    "이 날까지": "To",
    "견주기": "Compare",
    "글을 고쳐 다시 견주기": "Change the text and compare again",
    "글이 너무 깁니다. {most:,}자까지 견줄 수 있으니 나누어 넣으십시오.": (
        "The text is too long. Up to {most:,} characters can be compared: please give it in parts."
    ),
    "이 글과 같은 글도, 이어지는 보도도 찾지 못했습니다.": "Neither this text nor coverage of its matter was found.",
    "같은 글 {n:,}건이 이미 실렸습니다.": (
        "{n:,} article printed this text already.",
        "{n:,} articles printed this text already.",
    ),
    "같은 글은 실리지 않았습니다.": "This text was not printed.",
    "같은 문장이 있는 글이 {n:,}건 있습니다.": (
        "{n:,} article has sentences of it.",
        "{n:,} articles have sentences of it.",
    ),
    "이어지는 보도는 {n:,}건입니다.": (
        "{n:,} article is on its matter.",
        "{n:,} articles are on its matter.",
    ),
    "찾은 것 가운데 처음은 {day} {press}입니다.": "The first of them: {press}, {day}.",
    "날짜를 아는 것 가운데 처음은 {day} {press}입니다.": "The first of those with a date: {press}, {day}.",
    "이름을 모르는 신문": "a newspaper that is not known",
    "많아서 가장 가까운 것만 보입니다.": "Only the closest are shown.",
    "보관된 기사 {n:,}건 가운데 가까운 {compared:,}건의 본문과 문장마다 견주었습니다.": (
        "Compared sentence by sentence with the {compared:,} closest of {n:,} archived articles."
    ),
    "고른 범위의 기사 {n:,}건 가운데 가까운 {compared:,}건의 본문과 문장마다 견주었습니다.": (
        "Compared sentence by sentence with the {compared:,} closest of the {n:,} articles that were chosen."
    ),
    "같은 글": "Same text",
    "같은 문장": "Same sentences",
    "이어지는 보도": "Coverage of the matter",
    "같은 문장이 있는 글": "Articles with the same sentences",
    "같은 글이 실린 적이 없습니다.": "This text has not been printed.",
    "같은 일을 다룬 기사를 찾지 못했습니다.": "No article on the same matter was found.",
    "이 글의 문장 {n:,}개가 실려 있습니다": (
        "has {n:,} sentence of this text",
        "has {n:,} sentences of this text",
    ),
    "함께 나오는 말": "Shared words:",
    "이름이 처음 나온 때": "First appearance of names",
    "이름·말": "Name",
    "처음 나옴": "First appeared",
    "이 글에서 새로운 것": "What is new in this text",
    "어느 기사에도 없는 이름·수": "Names and numbers that no article has:",
    "이름·수 {n:,}개는 찾아보지 않았습니다. 글을 나누어 넣으면 모두 찾아봅니다.": (
        "{n:,} name or number was not looked up. Paste the text in parts to have all looked up.",
        "{n:,} names and numbers were not looked up. Paste the text in parts to have all looked up.",
    ),
    "이미 실린 문장": "Printed before",
    "아는 이야기": "Known",
    "새로운 내용": "New",
    "가리지 않은 문장": "Not judged",
    "출처 {n}": "Source {n}",
    "문장이 있는 기사": "Articles that have the sentences",
    "한 기사에 거의 그대로, 수까지 같게 있습니다.": "Stands in an article nearly word for word, numbers included.",
    "이름·수·드문 말이 대부분 한 기사에 함께 나옵니다. 점선 안의 말은 그 기사에 없습니다.": (
        "Most of its names, numbers and rare words stand together in one article, which lacks the words in dots."
    ),
    "견준 기사 가운데 그런 기사가 없습니다. 아무도 쓴 적이 없다는 뜻은 아닙니다.": (
        "None of the articles it was compared with has them. It does not mean that nobody ever wrote it."
    ),
    "가릴 만한 이름이나 수가 모자랍니다.": "It has too few names or numbers to tell.",
    "관련 기사": "Related articles",
    "이전 보도 {before:,}건 · 이후 보도 {after:,}건": "{before:,} earlier · {after:,} later",
    "시간순으로 보기": "In order of time",
    "본문의 주요 낱말이 함께 나오는 정도로 골랐습니다.": "Chosen by how many of the article's main words they share.",
    "가까운 것만 보이며, 더 있을 수 있습니다.": "Only the closest are shown; there may be more.",
}
