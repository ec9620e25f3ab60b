"""Pages of equipment; one module a subject."""
