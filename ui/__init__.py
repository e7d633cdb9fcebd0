"""The windows and the `casedesk` command: the two faces of the house."""
