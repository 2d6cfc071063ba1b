"""Words of human languages, as data: one TOML file per language and a small engine.

`hear` tells what classes of a wall's words stand in a text, `words` gives the
pattern of one table of words (bylines, labels of dates, "read also" …).
"""
