"""`casedesk`, the desk without a window: what scripts and IT teams drive. Imports no Qt and decides nothing itself."""
