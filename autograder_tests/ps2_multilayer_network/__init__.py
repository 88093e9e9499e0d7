"""Hidden tests of assignment 2: any activations, costs and depths, examples in rows."""
