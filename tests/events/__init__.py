"""The log of public changes."""
