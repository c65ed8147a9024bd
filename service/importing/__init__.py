"""Pages in: how civic pages are read, and what is found filed with its evidence."""
