"""Returns to the Board, and what the returns of two countries say of the same trade."""
