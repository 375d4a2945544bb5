"""The API of a node, version 1: what pages do, for systems, in the JSON forms of commands."""
