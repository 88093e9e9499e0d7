"""Hidden tests of assignment 1: one hidden tanh layer, examples in columns."""
