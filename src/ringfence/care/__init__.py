"""Who is helped, and how well? (Empty room: nothing is built here yet.)"""
