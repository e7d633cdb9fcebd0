"""The province's window for its IT people: its key, its offices and their PCs. Works on a PC without a network."""
