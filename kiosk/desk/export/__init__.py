"""One dossier to take along: its answers on paper, and all of it for the official system."""
