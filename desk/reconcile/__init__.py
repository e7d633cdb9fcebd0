"""Settling what people wrote without having seen each other: what is in dispute, who decides, what is kept of it."""
