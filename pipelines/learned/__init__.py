"""Small learned models: how they are read and asked. `training/` makes their weights."""
