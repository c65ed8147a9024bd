"""The oracle: random operations, answered by brute force over lists, and what the service says."""
