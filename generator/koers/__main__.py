"""`python -m koers` is `koers`."""

from koers.cli import main

main()
