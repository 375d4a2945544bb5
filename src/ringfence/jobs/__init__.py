"""The work of an authority, start to end: each job reads, decides and writes."""
