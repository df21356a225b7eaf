"""Route what a browser asks of the desk to the desk's works."""

from __future__ import annotations

from collections.abc import Sequence
from mimetypes import guess_type
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ..build import Summary
from ..decide import ChangedError
from ..model import Bilingual, SourceError
from ..report import html, index
from .actions import ACTIONS
from .asked import Asked, MalformedError
from .desk import Desk
from .guard import Guard


def application(desk: Desk, token: str, hosts: Sequence[str]) -> Guard:
    """Return the desk as an ASGI application that answers under `/token/` on those hosts (`127.0.0.1:8765`)."""

    async def front(request: Request) -> Response:
        if len(desk.works) == 1:
            return RedirectResponse(f"{request.scope['root_path']}/{next(iter(desk.works))}/report.html")
        return _page(await run_in_threadpool(_index, desk), "index.js")

    async def report(request: Request) -> Response:
        try:
            return _page(await run_in_threadpool(desk.page, _work(desk, request)), *html.SCRIPTS, connect=True)
        except SourceError as error:
            return HTMLResponse(html.broken(error.both), 500)

    async def state(request: Request) -> Response:
        try:
            found = await run_in_threadpool(desk.state, _work(desk, request))
        except SourceError as error:
            return _told(422, error)
        return JSONResponse({"version": found.version, "stamp": found.stamp})

    async def act(request: Request) -> Response:
        work, action = _work(desk, request), ACTIONS.get(request.path_params["action"])
        if action is None:
            raise HTTPException(404)
        try:
            said = await run_in_threadpool(action, desk, work, Asked.of(await request.body()))
            found = await run_in_threadpool(desk.state, work)
        except MalformedError as error:
            return JSONResponse({"said": {"en": str(error), "zh": f"请求有误：{error}"}}, 400)
        except ChangedError as error:
            return _told(409, error)
        except SourceError as error:
            return _told(422, error)
        return JSONResponse({"said": {"en": said.en, "zh": said.zh}, "version": found.version, "seconds": round(found.seconds, 3)})

    async def file(request: Request) -> Response:
        path = desk.house.output / _work(desk, request) / request.path_params["name"]
        if path.name not in await run_in_threadpool(_built, path.parent) or path.is_symlink():
            raise HTTPException(404)
        return FileResponse(path, media_type=guess_type(path.name)[0] or "application/octet-stream")

    routes = [
        Route("/", front),
        Route("/index.html", front),
        Route("/{work}/report.html", report),
        Route("/{work}/state", state),
        Route("/{work}/{name}", file),
        Route("/{work}/{action}", act, methods=["POST"]),
    ]
    return Guard(Starlette(routes=routes), token, hosts)


def _built(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir() if p.is_file() and not p.name.startswith(".")} if folder.is_dir() else set()


def _work(desk: Desk, request: Request) -> str:
    work = str(request.path_params["work"])
    if work not in desk.works:
        raise HTTPException(404)
    return work


def _page(content: str | bytes, *scripts: str, connect: bool = False) -> Response:
    return HTMLResponse(content, headers={"Content-Security-Policy": html.policy(*scripts, connect=connect) + "; frame-ancestors 'none'"})


def _told(status: int, error: SourceError) -> JSONResponse:
    return JSONResponse({"said": {"en": error.both.en, "zh": error.both.zh}}, status)


def _index(desk: Desk) -> str:
    entries = []
    for work in desk.works:
        try:
            entries.append(desk.summary(work))
        except SourceError as error:
            entries.append(Summary(work, Bilingual(work, work), error=error.both))
    return index.render(entries)
