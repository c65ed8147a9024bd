"""Planted bugs, each of one line: the oracle is only as good as what it catches of these."""
