"""The edge: pages, errors, languages, limits, static files. It knows no feature."""
