"""May it be traded? (Empty room: nothing is built here yet.)"""
