"""The search page: what its parts show, from one SearchResult."""
