"""The Commission on Narcotic Drugs: one TOML a decision, and what a decision changes."""
