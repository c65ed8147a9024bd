"""`tinbai import` and `tinbai export`: pages in, records in and out."""

from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from service import progress, settings
from service.cli.running import end_in_order_on_sigterm, require_current, with_database
from service.errors import TinbaiError
from service.importing import reporting
from service.importing.findings import Context
from service.progress import Bar
from service.records import dump, lines, load, shapes
from service.records.load import Bad, Report
from service.settings import Settings


def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Pages (.txt, .html) and folders of them; or records (.jsonl, .jsonl.gz, `-`)."
        ),
    ],
    province: Annotated[
        str | None, typer.Option(help="Of pages: whose portal it is. They seldom say.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only report what would be found.")
    ] = False,
    draft: Annotated[bool, typer.Option("--draft", help="Of pages: publish nothing.")] = False,
) -> None:
    """Take pages or records into the archive. Fails at the end where any was refused."""
    config = settings.load()
    records = [path for path in paths if lines.are_records(path)]
    if not records:
        context = Context(province=province, time_zone=config.time_zone)
        raise typer.Exit(_import_pages(config, paths, context, dry_run=dry_run, draft=draft))
    if len(records) < len(paths):
        raise typer.BadParameter("Pages and records are imported in two commands.")
    if draft or province is not None:
        raise typer.BadParameter("--draft and --province are for pages; a record says it itself.")
    codes = [_import_records(config, path, dry_run=dry_run) for path in records]
    raise typer.Exit(max(codes))


def export(
    path: Annotated[Path, typer.Argument(help="A new .jsonl or .jsonl.gz file, or `-`.")],
) -> None:
    """Write the whole archive, drafts included, as records: one JSON object a line."""
    if not lines.are_records(path):
        raise typer.BadParameter("The file's name ends with .jsonl or .jsonl.gz, or is `-`.")
    config, began = settings.load(), perf_counter()

    async def run() -> int:
        await require_current(config)
        written = 0
        with (
            lines.writing(path) as file,
            progress.shown("Exporting", "records", await dump.total()) as bar,
        ):
            async with aclosing(dump.records()) as records:
                async for record in records:
                    file.write(shapes.written(record) + b"\n")
                    written += 1
                    if written % 100 == 0:
                        bar.show(written, written)
        return written

    end_in_order_on_sigterm(143)
    written = with_database(config, run)
    typer.echo(f"{written:,} records in {perf_counter() - began:.1f} s", err=True)


def _import_pages(
    config: Settings, paths: list[Path], context: Context, *, dry_run: bool, draft: bool
) -> int:
    report = reporting.Report()
    if dry_run:
        for line in reporting.dry_run(paths, context, report):
            typer.echo(line)
    else:

        async def run() -> None:
            await require_current(config)
            total = reporting.how_many(paths)
            with progress.shown("Importing", "pages", total) as bar:
                async for told in reporting.imported(paths, context, report, publish=not draft):
                    typer.echo(told)
                    bar.show(report.pages, report.pages)

        with_database(config, run)
    typer.echo(report.summary())
    return 1 if report.refused else 0


def _import_records(config: Settings, path: Path, *, dry_run: bool) -> int:
    report, began = Report(), perf_counter()
    with (
        lines.reading(path) as source,
        progress.shown("Importing", "records", source.size) as bar,
    ):
        if dry_run:
            for bad in load.checked(source, report):
                _tell(bad, bar, report, source.position)
        else:

            async def run() -> None:
                await require_current(config)
                async for bad in load.load(source, config.time_zone, report):
                    _tell(bad, bar, report, source.position)

            try:
                with_database(config, run)
            except TinbaiError:
                typer.echo(_summary(report, perf_counter() - began))
                raise
    if dry_run:
        typer.echo(f"{report.filed:,} good, {report.bad:,} bad")
    else:
        typer.echo(_summary(report, perf_counter() - began))
    if source.trouble is not None:
        raise source.trouble
    return 1 if report.bad else 0


def _tell(bad: list[Bad], bar: Bar, report: Report, position: int) -> None:
    for line in _by_number(bad):
        typer.echo(line)
    bar.show(report.lines, position)


def _by_number(bad: list[Bad]) -> Iterator[str]:
    return (str(line) for line in sorted(bad, key=lambda line: line.number))


def _summary(report: Report, seconds: float) -> str:
    counts = f"{report.filed:,} filed, {report.unchanged:,} unchanged, {report.bad:,} refused"
    return f"{counts}, in {seconds:.1f} s ({report.lines / seconds:,.0f} records/s)"
