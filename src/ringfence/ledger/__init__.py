"""What is on the books? (Empty room: nothing is built here yet.)"""
