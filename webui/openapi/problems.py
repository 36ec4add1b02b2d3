"""The codes of errors that the API answers with; a test finds one that is missing."""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """One code: the status it comes with, and what it is about (Korean)."""

    status: int
    code: str
    about: str


CODES = (
    Code(400, "invalid_date", "날짜가 아니다"),
    Code(400, "invalid_choice", "정해진 값 가운데 하나가 아니다"),
    Code(400, "invalid_number", "수가 아니거나 범위를 벗어난다"),
    Code(400, "reversed_period", "기간의 시작이 끝보다 늦다"),
    Code(400, "too_many", "한 매개변수에 값이 너무 많다"),
    Code(400, "query_too_large", "질의가 한도를 넘는다"),
    Code(400, "unsupported", "클러스터에 둔 색인이 답하지 못하는 질의다"),
    Code(400, "too_many_rows", "스프레드시트 한 장에 다 들어가지 않는다"),
    Code(400, "empty", "견줄 글이 비었다"),
    Code(400, "too_long", "견줄 글이 너무 길다"),
    Code(400, "repetitive", "견줄 글이 몇 안 되는 글자의 되풀이다"),
    Code(400, "invalid_json", "본문이 JSON 객체가 아니다"),
    Code(400, "invalid_type", "본문의 값이 글자열이 아니다"),
    Code(400, "missing", "명세 파일이 없다"),
    Code(400, "too_large", "명세 파일이 너무 크다"),
    Code(400, "invalid_manifest", "명세 파일이 아니다"),
    Code(400, "newer_manifest", "더 새로운 판의 명세 파일이다"),
    Code(400, "invalid", "다른 까닭으로 쓸 수 없는 값이다"),
    Code(401, "unauthorized", "비밀번호가 없거나 틀렸다"),
    Code(404, "not_found", "없는 주소나 기사, 내린 기사"),
    Code(405, "method_not_allowed", "이 주소가 받지 않는 방법(method)이다"),
    Code(421, "unknown_host", "이곳의 것이 아닌 이름(Host)으로 물었다"),
    Code(429, "too_many_attempts", "틀린 비밀번호가 너무 많았다"),
    Code(500, "internal", "안에서 난 오류. 기록에 남는다"),
    Code(503, "unavailable", "색인이나 보관소를 쓸 수 없다"),
)
"""All of them."""
