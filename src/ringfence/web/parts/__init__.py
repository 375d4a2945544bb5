"""Parts that pages share: forms of records, tables, words."""
