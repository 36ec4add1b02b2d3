"""Articles as text: Markdown, typed pages, dumps of NDSoft pages."""
