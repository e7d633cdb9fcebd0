"""Ways to the other side. Each carries the same exchange; none believes what it carries."""
