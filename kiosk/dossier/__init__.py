"""After the hand-in: the dossier, its states and events, and what the citizen may know of it."""
