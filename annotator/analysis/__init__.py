"""Numbers from annotations: pure functions."""
