"""Forms of personnel, one module a subject."""
