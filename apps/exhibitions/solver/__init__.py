"""What CP-SAT is asked: plain values in, a choice with its reasons out; no row and no query."""
