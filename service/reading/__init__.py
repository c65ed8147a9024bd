"""Reads as data: what to read (`select`), as SQL (`sql`), run (`rows`), page by page (`paging`)."""
