"""What the server itself refuses, before any page is asked: no HTTP, too long, broken off."""

from __future__ import annotations

from webui.headers import HEADERS


def secure() -> None:
    """Gives these answers the headers of all others. They are plain texts of waitress, and nobody keeps them."""
    from waitress.channel import HTTPChannel
    from waitress.task import ErrorTask

    class Secured(ErrorTask):  # type: ignore[misc]
        def execute(self) -> None:
            self.response_headers.extend([*HEADERS.items(), ("Cache-Control", "no-store")])
            super().execute()

    HTTPChannel.error_task_class = Secured
