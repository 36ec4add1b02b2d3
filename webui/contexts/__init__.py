"""Words in context (KWIC)."""
