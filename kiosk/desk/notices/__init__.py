"""Papers that the desk prints for the citizen, and which of them fit a dossier now."""
