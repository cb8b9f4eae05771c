"""Answers that always take as long: how much work an address gave must not tell whether the house knows it."""

from collections.abc import Callable
from functools import wraps
from time import monotonic, sleep
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def steady(view: View) -> View:
    """Hold back the answer to a form until `STEADY_SECONDS` have passed; such doors are few and their visits are counted."""

    @wraps(view)
    def held(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        begun = monotonic()
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            sleep(max(0.0, settings.STEADY_SECONDS - (monotonic() - begun)))
        return response

    return held
