"""The command line: `tinbai …`."""

import os
import sys

import typer

from service.cli import moving, serving, tables, tokens
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
app.command(name="renew-log")(tables.renew_log)
app.command(name="schema")(tables.print_schema)

token = typer.Typer(help="Tokens: who may call, and what each may do.", no_args_is_help=True)
token.command()(tokens.create)
token.command(name="list")(tokens.list_)
token.command()(tokens.revoke)
app.add_typer(token, name="token")


def main() -> None:
    """Failures that a caller can mend are one sentence on standard error, and exit status 2."""
    try:
        app()
    except (SettingsError, TinbaiError) as error:
        typer.echo(f"tinbai: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:  # whoever read our output has enough of it
        _forget_output()
        sys.exit(1)
    except OSError as error:
        _forget_output()
        typer.echo(f"tinbai: {error.strerror or error}.", err=True)
        sys.exit(2)


def _forget_output() -> None:
    """Else the interpreter, when it ends, stumbles over what it could not write."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
