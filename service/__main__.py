"""`python -m service` is `tinbai`."""

from service.cli import main

main()
