"""The hidden tests: one module an assignment, of the same name."""
