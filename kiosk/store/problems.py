"""What can go wrong below every feature."""

from kiosk.problem import kind

no_room = kind("files.no_room", 507)
malformed_snapshot = kind("store.malformed_snapshot", 422)
