"""Bringing data in: the district's reference data, holiday notices, and checks of what is there."""
