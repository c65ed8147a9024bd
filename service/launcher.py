"""Installed as `tinbai`, the only name that the distribution takes.

The application's own packages are installed in the folder `tinbai` beside it: no `service` or
`schema` of another distribution can be taken for ours, nor ours for theirs. In a checkout there is
no such folder, and they are found where they are.
"""

import sys
from pathlib import Path


def main() -> None:
    sys.path.insert(0, str(Path(__file__).with_suffix("")))
    from service import cli  # noqa: PLC0415 -- importable from here on

    cli.main()
