"""How languages write numbers, where the frame's own way is not that of the desk."""
