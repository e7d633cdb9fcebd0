"""Working a case: the sheets that ask what a step needs, and the decision each of them leads to."""
