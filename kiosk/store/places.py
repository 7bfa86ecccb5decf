"""Where files stand, by the settings: a folder, or a bucket of an S3 store."""

from importlib import import_module

from kiosk.settings import Settings
from kiosk.store.files import Files, FolderFiles
from kiosk.store.pieces import FolderPieces, Pieces


def files_of(settings: Settings) -> Files:
    """Asks nobody yet: a store that is away is found out by who uses it."""
    if settings.bucket is None:
        return FolderFiles(settings.files_dir)
    objects = import_module("kiosk.store.objects")
    files: Files = objects.ObjectFiles(objects.Objects(settings.bucket))
    return files


def pieces_of(settings: Settings) -> Pieces:
    if settings.bucket is None:
        return FolderPieces(settings.pieces_dir)
    objects = import_module("kiosk.store.objects")
    pieces: Pieces = objects.ObjectPieces(objects.Objects(settings.bucket))
    return pieces
