"""Let in only the person who started the desk: this machine, the right address, no other site's page.

The token in the address keeps out whoever else can reach the port. The host must be the loopback's, so that no foreign name
that is made to point here (DNS rebinding) gets in. A write must come from our own page (`Origin`, `Sec-Fetch-Site`) as JSON,
which no form of another site can send without asking first. Answers may be kept, framed and sniffed by nobody.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST = 64 * 1024  # bytes of a request's body: a sentence and its reason need a hundredth
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Of pages that bring no policy of their own: they may show themselves and run nothing.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


class Guard:
    """Stand before the desk; what it refuses reaches no route."""

    def __init__(self, app: ASGIApp, token: str, hosts: Iterable[str]) -> None:
        self.app = app
        self.token = token
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on with the token taken out of its path."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if refused := self._refused(scope["method"], headers):
            await refused(scope, receive, _sending(send))
            return
        first, slash, rest = scope["path"].lstrip("/").partition("/")
        if not secrets.compare_digest(first.encode("utf-8", "replace"), self.token.encode()) or not slash:
            await PlainTextResponse("open the address that duikan serve printed · 请打开 duikan serve 给出的地址\n", 404)(
                scope, receive, _sending(send)
            )
            return
        inner = {**scope, "path": f"/{rest}", "raw_path": f"/{rest}".encode(), "root_path": f"/{first}"}
        await self.app(inner, receive, _sending(send))

    def _refused(self, method: str, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if host not in self.hosts:
            return PlainTextResponse("this desk answers on the loopback address only\n", 421)
        if method in ("GET", "HEAD"):
            return None
        if method != "POST":
            return PlainTextResponse("only GET and POST\n", 405, {"Allow": "GET, HEAD, POST"})
        if headers.get("origin") != f"http://{host}" or headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return PlainTextResponse("only the desk's own page may write\n", 403)
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return PlainTextResponse("send JSON\n", 415)
        length = headers.get("content-length", "")
        if not length.isascii() or not length.isdigit():
            return PlainTextResponse("say how long the body is\n", 411)
        if int(length[:12]) > LONGEST:
            return PlainTextResponse("the body is too long\n", 413)
        return None


def _sending(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", POLICY)
        await send(message)

    return sent
