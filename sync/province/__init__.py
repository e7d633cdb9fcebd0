"""The province's authority: its secret, its offices, and the `casedesk-province` command. Works without a network."""
