"""Tables of articles, one a row: workbooks (xlsx) and text with separators (CSV, TSV), BIG KINDS exports among them.

`package` (zip parts) → `workbook` (sheets, strings, date formats) → `sheet`, or `delimited` → rows;
`columns` (which column is what) → `adapt` → Article.
"""
