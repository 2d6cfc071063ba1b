"""How the learned weights are made: one module for each model, run with `python -m`.

Nothing here is shipped. Each command reads pages with known answers from a folder that
is given to it, learns with a fixed seed, says what cross-validation over domains finds,
and writes one file into `pipelines/learned/weights`. Run again, it writes the same file.
"""
