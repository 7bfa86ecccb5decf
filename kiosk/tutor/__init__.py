"""Lessons: played by everybody, kept track of for those who learn in a group."""
