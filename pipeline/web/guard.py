"""What stands between the network and the pages: only known names of this machine, only reading, safe headers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]]

# Datasette's own pages carry inline scripts and styles; nothing is ever loaded from elsewhere.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
)


def guarded(app: App, *, allowed: Collection[str] | None) -> App:
    """The application behind the checks. `allowed` are host names; None allows every one.

    A page elsewhere can point its own name at 127.0.0.1 (DNS rebinding) and read what is served here; it cannot fake
    the Host header, so a foreign one is refused.
    """

    async def inner(
        scope: Scope, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
    ) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if allowed is not None and _host(scope) not in allowed:
            await _refuse(send, 403, "This server answers only to its own name.")
            return
        if scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            await _refuse(send, 405, "These pages can only be read.")
            return

        async def send_safely(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS]
            await send(message)

        await app(scope, receive, send_safely)

    return inner


def _host(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"host":
            host: str = value.decode("latin-1").strip().lower()
            if host.startswith("["):
                return host[1:].partition("]")[0]
            return host.rpartition(":")[0] if host.count(":") == 1 else host
    return ""


async def _refuse(send: Callable[[Any], Awaitable[None]], status: int, words: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})
