"""May it be traded? Documents of licit control, their lives, who may act, and what is posted."""
