"""When something is due: limits as data, the office's calendar, days as people write them."""
