"""The JSON API of personnel, with the visibility of the pages; one module a subject."""
