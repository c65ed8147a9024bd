"""`python -m tests.benchmarks.pinned APP PORT CORE`: an ASGI application, served from one core.

APP is `module:factory`. It is served as `tinbai serve` serves, but for the log of accesses, and
that connections stay open while others have their turn.
"""

import os
import sys

import uvicorn

from service.cli import serving


def main(app: str, port: int, core: int) -> None:
    os.sched_setaffinity(0, {core})
    uvicorn.run(
        app,
        factory=True,
        host="127.0.0.1",
        port=port,
        access_log=False,
        log_level="warning",
        timeout_keep_alive=3600,
        **serving._OPTIONS,
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
