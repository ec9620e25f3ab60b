"""Questions about joint operations; one module a subject."""
