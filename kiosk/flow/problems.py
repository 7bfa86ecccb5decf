"""What can go wrong with a draft."""

from kiosk.problem import kind

no_such_flow = kind("flow.no_such_flow", 404)
# One problem for "not there" and "not yours": a stranger learns nothing from the difference.
no_such_draft = kind("flow.no_such_draft", 404)
no_such_resume_code = kind("flow.no_such_resume_code", 404)
not_finished = kind("flow.not_finished", 409)
no_such_receipt = kind("flow.no_such_receipt", 404)
