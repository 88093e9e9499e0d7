"""The hidden tests: one package per assignment, of the same name, and what they share."""
