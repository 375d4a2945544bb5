"""What should we look at? Screening of consignments, a row at a time."""
