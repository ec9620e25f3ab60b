"""Objects for tests, by stage of procedure."""
