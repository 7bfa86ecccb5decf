"""What passes between devices, nodes and hubs, and how it is sealed, signed and acknowledged.

The text that other implementations follow is `docs/protocol.md`. The protocol's core is pure
functions over bytes: no clock, no database, no network; `keyfolder` is its one part with a disk.
"""
