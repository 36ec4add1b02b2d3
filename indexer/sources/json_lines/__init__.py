"""JSON Lines: an object a line, an article each."""
