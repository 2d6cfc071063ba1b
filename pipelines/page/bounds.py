"""How much of a value is read: each reader of a field looks at so many characters at most.

A page may put a megabyte in any place. What stands behind these limits is no name, date
or sentence, and patterns that are asked of it would cost more than the whole page.
"""

from __future__ import annotations

VALUE = 10_000
"""Characters of a declared value: the longest standfirst has a tenth of them."""
NAMES = 2_000
"""Characters of a text that names authors: thirty long names with their roles."""
DATE = 300
"""Characters of a text that holds a date: a date, its label and its zone, many times over."""
VALUES = 1_000
"""Values of one name on one page: no reader looks at more."""
