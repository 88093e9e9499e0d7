"""Hidden tests of assignment 4: softmax, weight decay and a gradient check, examples in columns."""
