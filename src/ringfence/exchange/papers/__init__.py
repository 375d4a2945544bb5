"""Official papers as sealed PDF: content, words, layout, seal, and the check of all of them."""
