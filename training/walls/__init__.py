"""Where the public text ends: what the weights of walls and of reserved parts learn from."""
