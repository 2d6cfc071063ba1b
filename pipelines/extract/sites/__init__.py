"""Help for one site: selectors that a recipe gives, read before the generic readers."""
