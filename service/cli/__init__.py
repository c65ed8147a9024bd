"""The command line: `tinbai …`."""

import os
import sys

import typer

from service.cli import moving, serving, tables
from service.errors import TinbaiError
from service.settings import SettingsError

app = typer.Typer(
    help="Tinbai: a headless GraphQL content service for news archives.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(serving.demo)
app.command()(serving.serve)
app.command(name="import")(moving.import_)
app.command()(moving.export)
app.command()(tables.migrate)
app.command(name="schema")(tables.print_schema)


def main() -> None:
    """Failures that a caller can mend are one sentence on standard error, and exit status 2."""
    try:
        app()
    except (SettingsError, TinbaiError) as error:
        typer.echo(f"tinbai: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:  # whoever read our output has enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
