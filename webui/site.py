"""What every feature of the site works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from webui.figures import Figures
from webui.service import SearchService


@dataclass(frozen=True)
class Site:
    """Where answers come from, the archive's figures, and today (KST), which is what 최근 1주 counts from."""

    search: SearchService
    figures: Figures
    today: Callable[[], date]
