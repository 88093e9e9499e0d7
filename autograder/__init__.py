"""The engine of the course: it builds the assignments and grades what is handed in."""
