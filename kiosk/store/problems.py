"""What can go wrong below every feature."""

from kiosk.problem import kind

no_room = kind("files.no_room", 507)
malformed_snapshot = kind("backup.malformed", 422)
damaged_database = kind("backup.damaged_database", 500)
newer_database = kind("database.newer", 500)
