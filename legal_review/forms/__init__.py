"""Forms of legal review."""
