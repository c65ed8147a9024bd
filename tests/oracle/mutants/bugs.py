"""The bugs that are planted, each one that somebody could write."""

from tests.oracle.mutants import engine, meaning, reading

WORLD = 12
"""The seed of the world in which they are hunted: lists of more than 20 rows, and short ones."""

QUICK = (*engine.COMPILED, *engine.RESOLVED, *reading.SHARED, *meaning.QUICK)
MUTANTS = (*QUICK, *reading.SLOW, *meaning.SLOW)
"""The slow ones take hundreds of operations: the command hunts them, the suite does not."""
