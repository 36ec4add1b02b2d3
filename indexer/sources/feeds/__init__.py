"""RSS, Atom and sitemaps: entries → articles, and addresses for fetching."""
