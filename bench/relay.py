"""A TCP relay in front of a server that counts what goes over the wire, whoever asked for it."""

import asyncio
import threading
from typing import Self


class Relay:
    """In a `with` block: connect to `port`; `down` and `up` are the bytes so far."""

    def __init__(self, target: int) -> None:
        self.target, self.port = target, 0
        self.down = self.up = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _listen(self) -> None:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]

    async def _serve(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        there, on = await asyncio.open_connection("127.0.0.1", self.target)
        await asyncio.gather(self._pump(here, on, down=False), self._pump(there, back, down=True))

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, down: bool
    ) -> None:
        try:
            while data := await source.read(65536):
                if down:
                    self.down += len(data)
                else:
                    self.up += len(data)
                sink.write(data)
                await sink.drain()
        except OSError:
            pass  # the browser has gone
        finally:
            sink.close()
