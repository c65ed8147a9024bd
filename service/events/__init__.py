"""The log of public changes: appended to by the transaction that makes them, read by position."""
