"""What can go wrong with a dossier."""

from kiosk.problem import kind

no_such_dossier = kind("dossier.no_such_dossier", 404)
changed_meanwhile = kind("dossier.changed_meanwhile", 409)
not_now = kind("dossier.not_now", 409)
reason_missing = kind("dossier.reason_missing", 422)
official_code_wrong = kind("dossier.official_code_wrong", 422)
