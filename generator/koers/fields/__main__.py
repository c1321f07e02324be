"""`python -m koers.fields` prints the data dictionary, which is kept in docs/fields.md."""

import sys

from koers.fields.dictionary import dictionary

sys.stdout.write(dictionary())
