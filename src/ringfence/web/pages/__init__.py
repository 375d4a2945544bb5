"""One file a page, with its template beside it."""
