"""The engine of the course: it builds the assignments and grades what is handed in."""

import sys

# A notebook is checked against a schema by jsonschema, which for web addresses in foreign letters
# imports this package, if it is there. Building its grammar takes two seconds, in every kernel.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None: not to be found
