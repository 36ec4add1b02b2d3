from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask, request
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import InvalidRequest
from indexer.query.request import MATCH_MODES, SORTS, SearchRequest
from webui import parameters, params
from webui.params import Params

app = Flask(__name__)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
values = st.lists(texts.filter(bool), max_size=4, unique=True).map(tuple)
days = st.none() | st.dates()


def read(url: str) -> Params:
    with app.test_request_context(url):
        return params.read(request.args)


@st.composite
def requests(draw: st.DrawFn) -> SearchRequest:
    first, last = draw(days), draw(days)
    if first and last and first > last:
        first, last = last, first
    size = draw(st.integers(1, parameters.MAX_SIZE))
    return SearchRequest(
        text=draw(texts),
        first=first,
        last=last,
        press=draw(values),
        section=draw(values),
        reporter=draw(values),
        sort=draw(st.sampled_from(SORTS)),
        match=draw(st.sampled_from(MATCH_MODES)),
        as_typed=draw(st.booleans()),
        limit=size,
        offset=draw(st.integers(0, 10**6)) * size,
    )


@given(requests())
def test_every_request_survives_its_url(asked: SearchRequest) -> None:
    assert read("/search" + params.asking(asked).query()).request() == asked


@given(requests(), st.sampled_from(parameters.UNITS))
def test_every_page_survives_its_url(asked: SearchRequest, by: parameters.Unit) -> None:
    page = params.asking(asked).but(by=by, page=7)
    assert read("/search" + page.query()) == page


@given(st.dictionaries(st.sampled_from([*parameters.KOREAN, "utm", ""]), st.lists(texts, max_size=3)))
def test_any_parameters_are_read_or_refused_in_korean(given_values: dict[str, list[str]]) -> None:
    with app.test_request_context("/search", query_string=given_values):
        refused = None
        try:
            assert params.read(request.args).request().limit
        except InvalidRequest as error:
            refused = error
    if refused:
        assert refused.parameter in parameters.KOREAN
        assert any("가" <= char <= "힣" for char in str(refused))


@given(requests(), requests(), st.sets(st.sampled_from(["q", "press", "since", "until", "sort", "page", "as_typed"])))
def test_a_link_is_the_url_of_the_changed_question(asked: SearchRequest, other: SearchRequest, names: set[str]) -> None:
    page, there = params.asking(asked), params.asking(other)
    changes = {name: getattr(there, name) for name in names}
    assert page.linked(**changes) == page.but(**changes).query() == afresh(page, changes).query()


def afresh(page: Params, changes: dict[str, Any]) -> Params:
    return Params(**{one.name: getattr(page, one.name) for one in fields(page)} | {"page": 1} | changes)


def test_defaults_are_left_out_of_urls() -> None:
    assert Params(sort="newest").query() == ""
    assert Params(q="특구", sort="relevance", match="all", page=1, size=10, by="year").pairs() == [("q", "특구")]


def test_help_is_turned_off_by_a_1_in_the_url_and_left_out_when_on() -> None:
    assert Params(q="특구", as_typed=True).pairs() == [("q", "특구"), ("asis", "1")]
    assert read("/search?asis=1").as_typed
    assert not read("/search?asis=0").as_typed


def test_without_words_the_newest_come_first_unless_asked_otherwise() -> None:
    assert read("/search").sort == "newest"
    assert read("/search?q=++").sort == "newest"
    assert read("/search?sort=relevance").sort == "relevance"
    assert read("/search?q=특구".encode().decode("latin-1")).sort == "relevance"


def test_dates_keep_the_form_they_were_typed_in() -> None:
    asked = read("/search?from=2016&to=2017-08")
    assert asked.query() == "?from=2016&to=2017-08"
    assert (asked.first, asked.last) == (date(2016, 1, 1), date(2017, 8, 31))


def test_a_change_starts_again_from_the_first_page() -> None:
    asked = Params(q="특구", page=4)
    assert asked.toggled("press", "가람일보").page == 1
    assert asked.but(by="month", page=asked.page).page == 4


def test_toggling_twice_changes_nothing() -> None:
    asked = Params(q="특구", press=("솔내신문",))
    assert asked.toggled("press", "가람일보").press == ("솔내신문", "가람일보")
    assert asked.toggled("press", "가람일보").toggled("press", "가람일보") == asked


def test_repeated_values_are_all_kept_and_empty_or_double_ones_dropped() -> None:
    assert read("/search?press=a&press=b&press=a&press=").press == ("a", "b")


def test_empty_form_fields_mean_the_default() -> None:
    assert read("/search?q=&from=&to=&press=&sort=&match=&page=&size=&by=") == Params(sort="newest")


def test_unknown_parameters_are_ignored() -> None:
    assert read("/search?utm_source=x&page=2") == Params(sort="newest", page=2)


@pytest.mark.parametrize(
    ("url", "parameter", "code"),
    [
        ("from=2019-02-30", "from", "invalid_date"),
        ("to=soon", "to", "invalid_date"),
        ("from=2018&to=2017", "from", "reversed_period"),
        ("sort=best", "sort", "invalid_choice"),
        ("match=any", "match", "invalid_choice"),
        ("asis=yes", "asis", "invalid_choice"),
        ("by=week", "by", "invalid_choice"),
        ("page=0", "page", "invalid_number"),
        ("page=-1", "page", "invalid_number"),
        ("page=1.5", "page", "invalid_number"),
        ("page=" + "9" * 5000, "page", "invalid_number"),
        ("page=%D9%A3", "page", "invalid_number"),
        ("size=0", "size", "invalid_number"),
        ("size=101", "size", "invalid_number"),
        ("&".join(f"press={n}" for n in range(51)), "press", "too_many"),
    ],
)
def test_bad_values_are_refused_by_name(url: str, parameter: str, code: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        read("/search?" + url)
    assert (refused.value.parameter, refused.value.code) == (parameter, code)
    assert len(str(refused.value)) < 200


def test_the_way_out_of_a_bad_value_keeps_the_rest() -> None:
    with app.test_request_context("/search?q=a&press=b&press=c&page=x&junk=1"):
        assert params.without(request.args, "page") == "?q=a&press=b&press=c"
        assert params.without(request.args, "q") == "?press=b&press=c&page=x"


def test_a_far_page_stays_within_64_bits() -> None:
    assert read(f"/search?page={parameters.MAX_PAGE}&size=100").request().offset < 2**63


def test_one_day_is_a_period_too() -> None:
    asked = read("/search?from=2016-08-31&to=2016-08-31")
    assert asked.last is not None
    assert asked.first == asked.last == date(2016, 9, 1) - timedelta(days=1)
