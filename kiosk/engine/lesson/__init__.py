"""Lessons: a finite graph of scenes, played without storing anything but what was done."""
