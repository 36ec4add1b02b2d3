"""How an article is cited: in words, and as a record for programs that keep references. Pure functions of an Article.

No format carries the article's body: a record says where a text is to be found, not what it says.
"""
