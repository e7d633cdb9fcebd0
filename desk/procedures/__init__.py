"""What the office offers: procedures as versioned data, where they come from, and what the office knows beside them."""
