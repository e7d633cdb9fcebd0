"""How everything looks: colours, type, icons. Knows no widget and no screen."""
