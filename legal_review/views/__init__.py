"""Pages of legal review."""
