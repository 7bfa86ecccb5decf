"""Lessons: from `lesson.yaml` to what is played, with every mistake of an author named."""
