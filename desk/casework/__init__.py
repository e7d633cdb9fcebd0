"""Working a case after it was received: steps, waits, apologies, results, returning."""
