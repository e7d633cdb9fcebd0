"""What mends itself after a fork, a restore, a lost server: recognised, named in words, healed; nothing thrown away."""
