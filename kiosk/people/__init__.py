"""Who works here: staff and volunteers, sign-in, roles, and the trail of what they looked at."""
