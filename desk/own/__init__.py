"""What an office lays over what the program ships with: its own days, its own words on forms."""
