"""Settling conflicts: what happened, who wrote what, why they could not know, and one choice that ends it for all."""
