"""Every window of the program as a picture, drawn from one busy office: to be looked at, and measured by a test."""
