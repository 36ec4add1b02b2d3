"""The user's question: language → tree → plan, and the answer: facets, snippets, result. Knows no engine."""
