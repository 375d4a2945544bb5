"""How people ask on pages and through the API."""
