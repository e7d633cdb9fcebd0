"""The provincial server: keeps sealed logs it cannot read. Never imports the desk or the log."""
