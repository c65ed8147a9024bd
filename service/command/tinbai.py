"""The installed command, and the only name that the distribution takes.

The application's own packages are installed inside `tinbai`, beside this file: no `service` or
`schema` of another distribution can be taken for ours, nor ours for theirs.
"""

import sys
from pathlib import Path


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parent))
    from service import cli  # noqa: PLC0415 -- importable from here on

    cli.main()
