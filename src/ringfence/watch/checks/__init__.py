"""Small named checks, one file each: a check reports, it does not decide."""
