"""The place of settings: this PC's window, the office's days and forms, its officers, and who looked at what."""
