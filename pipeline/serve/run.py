"""Open the desk on this machine's loopback, at an address that nobody can guess."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..model import Bilingual, SourceError
from .app import application
from .desk import Desk

if TYPE_CHECKING:
    import uvicorn

LOOPBACK = "127.0.0.1"


def listen(port: int | None, usual: int = 8765) -> socket.socket:
    """Return a socket that listens on the loopback: on that port, or else on the usual one or any that is free.

    Raises SourceError where the port that was named is taken.
    """
    for wanted in (port,) if port is not None else (usual, 0):
        opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind((LOOPBACK, wanted))
            opened.listen(64)
            return opened
        except OSError:
            opened.close()
    raise SourceError(
        f"{LOOPBACK}:{port}",
        Bilingual("this port is taken", "端口已被占用"),
        Bilingual("name another one, or leave --port out", "请换一个端口，或省略 --port"),
    )


def serve(desk: Desk, opened: socket.socket, ready: Callable[[str], object]) -> None:
    """Serve the desk until it is stopped (Ctrl-C). `ready` is called with the address."""
    token = secrets.token_urlsafe(24)
    made = server(desk, opened, token)
    ready(f"http://{LOOPBACK}:{opened.getsockname()[1]}/{token}/")
    made.run(sockets=[opened])


def server(desk: Desk, opened: socket.socket, token: str) -> uvicorn.Server:
    """Return a server of the desk for that socket, under `/token/`."""
    import uvicorn

    port = opened.getsockname()[1]
    app = application(desk, token, [f"{LOOPBACK}:{port}", f"localhost:{port}"])
    return uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, server_header=False, lifespan="off", ws="none"))
