"""The review desk: the report page, served on this machine only, in which an editor decides and corrects.

    browser -> guard (who may ask) -> app (routes) -> actions (what is asked) -> desk (works kept warm) -> decide (files)

Nothing is kept here that is not in the files: two browsers, an editor's own program and git may change them meanwhile, and
whoever writes upon an older state is told and overwrites nothing.
"""

from __future__ import annotations

from .desk import Desk
from .run import listen, serve, server

__all__ = ["Desk", "listen", "serve", "server"]
