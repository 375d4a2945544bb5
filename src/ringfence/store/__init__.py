"""Where is it kept? (Empty room: nothing is built here yet.)"""
