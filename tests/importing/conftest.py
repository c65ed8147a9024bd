"""The one test file that reads a page from beside the repository runs where that is at hand."""

from tests.importing.test_real_page import REAL

collect_ignore = [] if REAL.exists() else ["test_real_page.py"]
