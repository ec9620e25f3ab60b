"""Pages of personnel, one module a subject."""
