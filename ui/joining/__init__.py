"""How a PC comes into an office, on both sides: what the new PC shows, and what those show who invite and approve."""
