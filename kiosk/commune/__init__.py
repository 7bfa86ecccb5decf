"""What a commune sets for itself: its name and hours, and its usual reasons."""
