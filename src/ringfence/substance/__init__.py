"""What is it? Names, numbers and structures of substances, and what they have in common."""
