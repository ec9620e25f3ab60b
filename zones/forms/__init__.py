"""Forms of zones; one module a subject."""
