"""The one-stop desk (một cửa): the officers' queue, one dossier at a time, and the node itself."""
