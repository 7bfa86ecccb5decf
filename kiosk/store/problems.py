"""What can go wrong below every feature."""

from kiosk.problem import kind

no_room = kind("files.no_room", 507)
files_away = kind("files.away", 503)
store_away = kind("store.away", 503)
malformed_snapshot = kind("backup.malformed", 422)
damaged_database = kind("backup.damaged_database", 500)
newer_database = kind("database.newer", 500)
