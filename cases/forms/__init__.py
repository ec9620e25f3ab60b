"""Forms of the case pages."""
