"""Searching as a reader does it: typing Korean, suggestions, filters, going back."""

from __future__ import annotations

import re

from playwright.sync_api import CDPSession, Page, expect

from tests.browser.states import path_of

SYLLABLES = ("ㄱ", "가", "강", "강ㅅ", "강소")
"""What an input method shows while 강소 is typed."""


def composing(page: Page) -> CDPSession:
    """An input method that has typed SYLLABLES into the focused field and has not finished the last of them."""
    method = page.context.new_cdp_session(page)
    for text in SYLLABLES:
        press_within(method, "Process")
        place = {"selectionStart": len(text), "selectionEnd": len(text)}
        method.send("Input.imeSetComposition", {"text": text, **place})
    return method


def press_within(method: CDPSession, key: str) -> None:
    """A key as a page gets it while the input method has it: with the number 229."""
    for kind in ("rawKeyDown", "keyUp"):
        method.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": 229})


def total(page: Page) -> int:
    """The number that the page says it found."""
    found = re.search(r"총 ([\d,]+)건", page.locator("#count").inner_text())
    assert found
    return int(found[1].replace(",", ""))


def test_korean_is_typed_and_searched(page: Page) -> None:
    page.goto("/")
    box = page.locator("#q")
    expect(box).to_be_focused()
    page.keyboard.insert_text("강소특구")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search\?q="))
    assert total(page) > 10
    assert page.locator(".hit mark").first.inner_text() in ("강소특구", "특구")
    expect(box).to_have_value("강소특구")


def test_suggestions_come_while_a_syllable_is_composed_and_enter_leaves_it_alone(page: Page) -> None:
    page.goto("/")
    method = composing(page)
    expect(page.locator("#suggestions li").first).to_contain_text("강소")
    for key in ("Enter", "ArrowDown", "/"):
        press_within(method, key)
    expect(page.locator("#suggestions [aria-selected=true]")).to_have_count(0)
    expect(page).to_have_url(re.compile("/$"))
    method.send("Input.insertText", {"text": "강소"})
    expect(page.locator("#q")).to_have_value("강소")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search\?q="))
    expect(page.locator("#q")).to_have_value("강소")


def test_enter_never_takes_a_suggestion_mid_syllable(page: Page) -> None:
    page.goto("/")
    page.keyboard.insert_text("강소")
    page.locator("#suggestions li").first.wait_for()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#suggestions [aria-selected=true]")).to_have_count(1)
    for told in ("isComposing: true", "keyCode: 229"):
        event = f'new KeyboardEvent("keydown", {{ key: "Enter", bubbles: true, cancelable: true, {told} }})'
        assert page.locator("#q").evaluate(f"box => box.dispatchEvent({event})"), "nothing was done with it"
    expect(page).to_have_url(re.compile("/$"))
    expect(page.locator("#suggestions li").first).to_be_visible()


def test_the_slash_leads_to_the_box_and_never_mid_syllable(page: Page) -> None:
    page.goto(path_of("/search?q=특구"))
    focused = "() => document.activeElement.id"
    for told in ("isComposing: true", "keyCode: 229"):
        page.evaluate(f'document.dispatchEvent(new KeyboardEvent("keydown", {{ key: "/", bubbles: true, {told} }}))')
        assert page.evaluate(focused) != "q"
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("a/b")
    expect(page.locator("#q")).to_have_value("a/b")  # the old text was selected; in the box / is a letter


def test_a_suggestion_is_taken_by_keyboard(page: Page) -> None:
    page.goto("/")
    page.keyboard.insert_text("강소")
    option = page.locator("#suggestions li").first
    option.wait_for()
    box = page.locator("#q")
    expect(page.get_by_role("combobox", name="검색어")).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".box [role=status]")).to_contain_text("제안")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    text = option.locator(".text").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search\?q="))
    expect(box).to_have_value(text)


def test_the_box_is_a_combobox_before_tab_comes_to_it(page: Page) -> None:
    page.goto(path_of("/search?q=특구"))
    expect(page.locator("#q")).not_to_have_attribute("role", "combobox")
    page.keyboard.press("Tab")
    expect(page.locator("#q")).not_to_be_focused()
    expect(page.locator("#q")).to_have_attribute("role", "combobox")


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(page: Page) -> None:
    page.goto("/")
    page.keyboard.insert_text("강소")
    page.locator("#suggestions li").first.wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions li")).to_have_count(0)
    expect(page.locator("#q")).to_have_value("강소")


def test_a_facet_narrows_and_its_chip_widens_again(page: Page) -> None:
    page.goto(path_of("/search?q=특구"))
    every = total(page)
    row = page.locator(".facets a").filter(has_text="가람일보").first
    number = int(re.sub(r"\D", "", row.locator(".number").inner_text()))
    row.click()
    page.wait_for_url(re.compile("press="))
    assert total(page) == number < every
    expect(page.locator(".facets .chosen")).to_contain_text("가람일보")
    page.locator(".chips a").filter(has_text="가람일보").click()
    expect(page).not_to_have_url(re.compile("press="))
    assert total(page) == every


def test_a_value_is_left_out_and_let_in_again(page: Page) -> None:
    page.goto(path_of("/search?q=특구"))
    every = total(page)
    row = page.locator(".facets li").filter(has_text="가람일보").first
    number = int(re.sub(r"\D", "", row.locator(".number").inner_text()))
    row.hover()
    row.locator(".without").click()
    page.wait_for_url(re.compile("not_press="))
    assert total(page) == every - number
    assert "가람일보" not in page.locator(".hit .press").all_inner_texts()
    page.locator(".chips a").filter(has_text="가람일보").click()
    expect(page).not_to_have_url(re.compile("not_press="))
    assert total(page) == every


def test_the_other_language_is_a_link_and_stays(page: Page) -> None:
    page.goto(path_of("/search?q=특구&press=가람일보"))
    korean = total(page)
    page.get_by_role("link", name="English").click()
    page.wait_for_url(re.compile("/en/search.*press="))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#count")).to_contain_text(f"{korean} article")
    page.locator(".hit h3 a").first.click()
    page.wait_for_url(re.compile("/en/article/"))
    expect(page.locator("article h1[lang=ko], article[lang=ko] h1, [lang=ko] h1").first).to_be_visible()
    page.get_by_role("link", name="한국어").click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")


def test_the_count_is_said_first_when_the_page_comes(page: Page) -> None:
    page.goto(path_of("/search?q=특구"))
    assert page.title().startswith(f"특구 · {total(page)}건")
    expect(page.get_by_role("heading", name=re.compile(f"총 {total(page)}건"))).to_be_visible()


def test_back_and_forward_bring_back_every_state(page: Page) -> None:
    seen = []
    page.goto(path_of("/search?q=특구"))
    seen.append((page.url, total(page)))
    page.locator(".facets a").filter(has_text="솔내신문").first.click()
    page.wait_for_url(re.compile("press="))
    seen.append((page.url, total(page)))
    page.get_by_role("link", name="오래된순").click()
    page.wait_for_url(re.compile("sort=oldest"))
    seen.append((page.url, total(page)))
    page.locator(".hit h3 a").first.click()
    page.wait_for_url(re.compile("/article/"))
    for url, number in reversed(seen):
        page.go_back()
        assert (page.url, total(page)) == (url, number)
        expect(page.locator("#q")).to_have_value("특구")
    for url, number in seen[1:]:
        page.go_forward()
        assert (page.url, total(page)) == (url, number)


def test_j_and_k_walk_over_the_headlines(page: Page) -> None:
    page.goto(path_of("/search?q=특구"))
    links = page.locator(".hit h3 a")
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/article/"))


def test_zero_says_which_word_is_missing_and_leads_on(page: Page) -> None:
    page.goto(path_of("/search?q=없는낱말입니다 특구"))
    assert total(page) == 0
    expect(page.locator(".missing")).to_contain_text("없는낱말입니다")
    page.locator(".relaxed .hit h3 a").first.click()
    page.wait_for_url(re.compile("/article/"))
