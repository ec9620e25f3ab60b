"""Who may do what with joint operations; one module a subject."""
