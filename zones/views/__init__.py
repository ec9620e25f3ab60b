"""Pages of zones; one module a subject."""
