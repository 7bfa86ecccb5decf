// Stands where the offline worker was, and goes: from now on every page comes from the server.
// What is stored stays, unsent dossiers among it; a worker that comes back finds it there.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  await self.clients.claim(); // else open pages would go on asking the worker before this one
  await self.registration.unregister();
  const pages = await self.clients.matchAll({ type: "window" });
  pages.forEach((page) => page.postMessage({ say: "off" }));
}
