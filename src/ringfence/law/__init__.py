"""What does the law say? The lists of any day, national overlays, and the scope of each entry."""
