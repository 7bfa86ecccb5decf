"""Thin commands over actions: `kiosk serve`, `kiosk db upgrade` …"""
