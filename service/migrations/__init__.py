"""The history of the tables: one file a step, applied in the order of their names."""
