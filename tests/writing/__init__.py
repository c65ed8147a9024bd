"""Writing: what every mutation holds to, whatever it changes."""
