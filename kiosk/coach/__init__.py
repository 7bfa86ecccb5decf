"""The volunteer's place: who needs help now, groups and their meetings, who has come how far."""
