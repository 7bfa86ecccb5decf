"""Trạm Số ("digital station"): helps a person get a public service done, one question at a time."""
