"""National overlays: one folder a country, read by `ringfence.law.overlay`."""
