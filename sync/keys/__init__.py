"""Who may write and who may read: the roster, keys and accounts of a PC and its officers."""
