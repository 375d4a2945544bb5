"""How people ask on pages and through the API. (Empty room: nothing is built here yet.)"""
