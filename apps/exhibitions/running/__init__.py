"""The days of an exhibition: who was there, what was sold, who came, and what it looked like."""
