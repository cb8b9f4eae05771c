"""A page instead of a failure when too many people write at once."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from labo_ess.db import lock_not_given
from labo_ess.ui.errors import BUSY, error_page


class BusyMiddleware:
    """A lock that was not given in time undid the whole act: say so, and that the same again may pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Anything else is a failure, and stays one."""
        if not isinstance(exception, OperationalError) or not lock_not_given(exception):
            return None
        response = error_page(request, BUSY, 503)
        response["Retry-After"] = "5"
        return response
