"""OWNS the network: discovery, politeness, fetching, and the command line.

Finds addresses, asks them as the recipe and the publisher allow, and writes what
came back to the archive. It never reads an article's fields; `pipelines` does.
"""
