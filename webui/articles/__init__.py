"""The article page: the text, its dates and versions, citing it, what is related."""
