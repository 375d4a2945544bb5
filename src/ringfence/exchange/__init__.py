"""What do we say to other nodes? (Empty room: nothing is built here yet.)"""
