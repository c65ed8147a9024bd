"""Search: what a row is found by, what somebody asks for, and where it matched.

Pure: the queries over rows are built elsewhere, from the lexemes and patterns given here.
"""

from service.searching.abbreviations import ABBREVIATIONS
from service.searching.finding import Keys, canonical, keys, words
from service.searching.marking import highlights, paragraphs
from service.searching.query import Kind, Lexeme, Query, Term, fts5, lexemes, parse, tsquery
from service.searching.runs import (
    Run,
    glob,
    level,
    like,
    regex,
    required_runs,
    term_runs,
    whole_runs,
)

__all__ = [
    "ABBREVIATIONS",
    "Keys",
    "Kind",
    "Lexeme",
    "Query",
    "Run",
    "Term",
    "canonical",
    "fts5",
    "glob",
    "highlights",
    "keys",
    "level",
    "lexemes",
    "like",
    "paragraphs",
    "parse",
    "regex",
    "required_runs",
    "term_runs",
    "tsquery",
    "whole_runs",
    "words",
]
