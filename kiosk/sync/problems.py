"""Everything the protocol refuses, each named once."""

from kiosk.problem import kind

malformed_envelope = kind("sync.malformed_envelope", 400)
envelope_too_large = kind("sync.envelope_too_large", 413)
unknown_key = kind("sync.unknown_key", 422)
not_to_be_opened = kind("sync.not_to_be_opened", 422)
malformed_plaintext = kind("sync.malformed_plaintext", 422)

blob_not_to_be_opened = kind("sync.blob_not_to_be_opened", 422)
blob_too_large = kind("sync.blob_too_large", 413)

no_such_blob = kind("sync.no_such_blob", 404)
wrong_offset = kind("sync.wrong_offset", 409)
wrong_hash = kind("sync.wrong_hash", 422)
piece_too_long = kind("sync.piece_too_long", 400)
malformed_upload = kind("sync.malformed_upload", 400)

wrong_content_digest = kind("sync.wrong_content_digest", 400)
other_id = kind("sync.other_id", 400)
malformed_nonce = kind("sync.malformed_nonce", 400)

draft_not_to_be_opened = kind("sync.draft_not_to_be_opened", 422)
wrong_resume_code = kind("sync.wrong_resume_code", 403)

# 502: a receipt or a greeting that does not hold is an answer we got, not a question we were asked.
malformed_token = kind("sync.malformed_token", 502)
unknown_signer = kind("sync.unknown_signer", 502)
wrong_signature = kind("sync.wrong_signature", 502)
receipt_mismatch = kind("sync.receipt_mismatch", 502)
hello_mismatch = kind("sync.hello_mismatch", 502)

malformed_key = kind("sync.malformed_key", 422)
damaged_key_file = kind("sync.damaged_key_file", 500)
no_such_key = kind("sync.no_such_key", 500)
weak_passphrase = kind("sync.weak_passphrase", 422)
wrong_passphrase = kind("sync.wrong_passphrase", 403)
malformed_export = kind("sync.malformed_export", 422)

other_digest = kind("sync.other_digest", 409)
unknown_kind = kind("sync.unknown_kind", 422)

# At a hub, of the nodes that sync with it.
unsigned = kind("sync.unsigned", 401)
unknown_station = kind("sync.unknown_station", 401)
stale_request = kind("sync.stale_request", 401)
station_paused = kind("sync.station_paused", 403)
station_revoked = kind("sync.station_revoked", 403)
station_copied = kind("sync.station_copied", 403)
no_such_invitation = kind("sync.no_such_invitation", 404)
no_such_station = kind("sync.no_such_station", 404)
key_taken = kind("sync.key_taken", 409)
station_not_now = kind("sync.station_not_now", 409)
other_epoch = kind("sync.other_epoch", 410)
malformed_station = kind("sync.malformed_station", 422)

# At a node whose hub has revoked it.
closed_here = kind("sync.closed_here", 403)
