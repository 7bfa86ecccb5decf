/** What a form sent (`application/x-www-form-urlencoded`), read as the server reads it. */

/** @returns {Promise<URLSearchParams>} the request can still be sent on afterwards */
export async function readForm(request) {
  return new URLSearchParams(await request.clone().text());
}

/** @returns {{[name: string]: string[]}} as the engine takes it */
export const typedOf = (form) =>
  Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name)]));
