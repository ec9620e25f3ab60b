"""Who may do what in legal review."""
