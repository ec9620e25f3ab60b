"""Papers and case files as PDF, DOCX and bundles."""
