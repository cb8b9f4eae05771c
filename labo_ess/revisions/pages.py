"""The page of two people who wrote at once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

BETWEEN = "\n\n---\n\n"
"""What stands between two texts kept together: a rule in Markdown."""


def conflict(
    request: HttpRequest,
    obj: Any,
    mine: str,
    theirs: str,
    *,
    field: str = "text",
    label: str = "Texte",
    action: str = "",
    back: str = "",
    base: str = "base.html",
) -> HttpResponse:
    """Both texts side by side (409). Each choice posts the same form again with the version now in the database.

    Every other field that was posted is posted again, so nothing that was typed is lost. `obj` is the row as it stands
    now (`StaleVersion.obj`); `field` the name of the text; `base` is `guest.html` on a link's page.
    """
    others = [
        (name, value) for name, values in request.POST.lists() for value in values if name not in ("csrfmiddlewaretoken", "lock_version", field)
    ]
    context = {
        "obj": obj,
        "mine": mine,
        "theirs": theirs,
        "both": f"{theirs}{BETWEEN}{mine}",
        "field": field,
        "label": label,
        "others": others,
        "action": action or request.get_full_path(),
        "back": back,
        "base": base,
    }
    return render(request, "revisions/conflict.html", context, status=409)
