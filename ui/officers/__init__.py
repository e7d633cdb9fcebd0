"""Windows about officers: who works here, what they may do, their passwords. Decides nothing and keeps no password."""
