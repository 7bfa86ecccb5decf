/** What the protocol refuses. */

/** `kind` is the problem's code in docs/protocol.md; `at` the place or field, if there is one. */
export class ProtocolError extends Error {
  constructor(kind, at = "") {
    super(at ? `${kind}: ${at}` : kind);
    this.kind = kind;
    this.at = at;
  }
}
