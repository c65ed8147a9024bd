"""The archive as records: one JSON object a line, in and out, the same on both databases."""
