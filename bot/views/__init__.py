"""The only place with copy: domain values in, documents out."""
