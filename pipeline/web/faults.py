"""What is answered when a page cannot be shown: our page in place of Datasette's, and a line on stderr at most."""

from __future__ import annotations

import sys
import traceback
from typing import Any

import markupsafe
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError

from . import english


async def answer(datasette: Any, request: Request, exception: Exception) -> Response:
    """The page, or its JSON, for anything that went wrong.

    Datasette's own answer prints every traceback with all local variables where rich is installed, 170 lines for a
    mistyped address. A missing page is no news; a fault of the program is one line, and a traceback with --debug.
    """
    status = getattr(exception, "status", 500) if isinstance(exception, Base400 | DatasetteError) else 500
    info: dict[str, Any] = dict(exception.error_dict) if isinstance(exception, DatasetteError) else {}
    said = str(exception.message if isinstance(exception, DatasetteError) else exception)
    if status >= 500:
        _report(datasette, request, exception)
    if request.path.endswith(".json"):
        title = exception.title if isinstance(exception, DatasetteError) else None
        return Response.json({**info, "ok": False, "error": said, "status": status, "title": title}, status=status)
    translated = english.words(english.language_of(request))
    if status == 404:
        heading, words = "Nicht gefunden", f"{translated('Hier gibt es keine Seite')}: {request.path}"
    elif isinstance(exception, DatasetteError) and exception.message_is_html:
        heading, words = "Das ging nicht", markupsafe.Markup(said)
    else:
        heading, words = "Das ging nicht", said
    context = {"heading": heading, "words": words}
    page = await datasette.render_template("missing.html", context, request=request)
    return Response.html(page, status=status)


def _report(datasette: Any, request: Request, exception: Exception) -> None:
    words = " ".join(str(exception).split())
    print(f"aktenlage: {request.path}: {type(exception).__name__}: {words}", file=sys.stderr)
    if getattr(datasette, "aktenlage_debug", False):
        traceback.print_exception(exception, file=sys.stderr)
