"""Mistakes that students make in assignment 1, and the checks that see them."""

from autograder.checks import misconception
from autograder_tests.ps1_tanh_network.checks import (
    BACKPROPAGATION,
    COST,
    PREDICTION,
    TRAINING,
    backward_leaves_its_inputs_alone,
    biases_start_at_zero,
    cost_leaves_its_inputs_alone,
    costs_are_printed_every_1000_iterations,
    costs_are_recorded_before_each_update,
    every_parameter_steps_downhill,
    exactly_one_half_is_label_0,
    examples_do_not_see_each_other,
    forward_leaves_its_inputs_alone,
    gradients_are_means_over_the_batch,
    gradients_are_the_slopes_of_the_cost,
    hidden_gradients_flow_through_tanh,
    hidden_layer_is_tanh_of_a_linear_map,
    output_layer_is_sigmoid_of_a_linear_map,
    parameters_have_the_right_shapes,
    predict_leaves_its_inputs_alone,
    sizes_are_the_rows_of_the_data,
    the_default_rate_is_1_2,
    training_learns_the_spirals,
    training_repeats_your_own_steps,
    weights_start_small_and_different,
)


@misconception(
    sizes_are_the_rows_of_the_data,
    *TRAINING,
    edits={"X.shape[0], n_h, Y.shape[0]": "X.shape[1], n_h, Y.shape[1]"},
)
def counts_examples_instead_of_features():
    """You counted columns, which are the examples;
    the sizes of the layers are the rows, shape[0]."""


@misconception(
    weights_start_small_and_different,
    training_learns_the_spirals,
    edits={
        "np.random.randn(n_h, n_x) * 0.01": "np.zeros((n_h, n_x))",
        "np.random.randn(n_y, n_h) * 0.01": "np.zeros((n_y, n_h))",
    },
)
def starts_from_zero_weights():
    """All weights start at zero, so every hidden unit computes the same and learns the same."""


@misconception(weights_start_small_and_different, edits={" * 0.01": ""})
def forgets_to_scale_the_weights():
    """Your weights are standard normal draws;
    multiply them by 0.01, or tanh starts out saturated."""


@misconception(
    biases_start_at_zero,
    edits={
        "np.zeros((n_h, 1))": "np.random.randn(n_h, 1) * 0.01",
        "np.zeros((n_y, 1))": "np.random.randn(n_y, 1) * 0.01",
    },
)
def draws_the_biases_too():
    """Your biases are random; only the weights need chance, the biases start at zero."""


@misconception(
    parameters_have_the_right_shapes,
    *TRAINING,
    edits={
        "randn(n_h, n_x)": "randn(n_x, n_h)",
        "randn(n_y, n_h)": "randn(n_h, n_y)",
    },
)
def lays_the_weights_out_the_other_way():
    """Your weight matrices are transposed:
    a row for each unit of the layer, a column for each input."""


@misconception(
    parameters_have_the_right_shapes,
    *TRAINING,
    edits={
        "np.zeros((n_h, 1))": "np.zeros(n_h)",
        "np.zeros((n_y, 1))": "np.zeros(n_y)",
    },
)
def makes_flat_biases():
    """Your biases have one axis; make them columns, (n_h, 1),
    or they are added along the examples."""


@misconception(
    hidden_layer_is_tanh_of_a_linear_map,
    sometimes=[training_learns_the_spirals],
    edits={"np.tanh(Z1)": "sigmoid(Z1)"},
)
def puts_a_sigmoid_in_the_hidden_layer():
    """Your hidden layer uses the sigmoid; here it is tanh."""


@misconception(
    hidden_layer_is_tanh_of_a_linear_map,
    training_learns_the_spirals,
    edits={"np.tanh(Z1)": "np.maximum(Z1, 0)"},
)
def puts_a_relu_in_the_hidden_layer():
    """Your hidden layer uses ReLU; here it is tanh."""


@misconception(
    hidden_layer_is_tanh_of_a_linear_map,
    training_learns_the_spirals,
    edits={"np.tanh(Z1)": "Z1"},
)
def leaves_the_hidden_layer_linear():
    """Your hidden layer has no activation,
    so the network can only draw a straight line; A1 = tanh(Z1)."""


@misconception(
    hidden_layer_is_tanh_of_a_linear_map,
    training_learns_the_spirals,
    edits={', X) + parameters["b1"]': ", X)"},
)
def forgets_the_hidden_bias():
    """You left out b1; a hidden unit is tanh(W1 X + b1)."""


@misconception(output_layer_is_sigmoid_of_a_linear_map, edits={', A1) + parameters["b2"]': ", A1)"})
def forgets_the_output_bias():
    """You left out b2; the output is sigmoid(W2 A1 + b2)."""


@misconception(
    output_layer_is_sigmoid_of_a_linear_map,
    training_learns_the_spirals,
    edits={"A2 = sigmoid(Z2)": "A2 = np.tanh(Z2)"},
)
def ends_in_tanh():
    """Your output is tanh(Z2), between -1 and 1; a probability needs the sigmoid."""


@misconception(
    output_layer_is_sigmoid_of_a_linear_map,
    training_learns_the_spirals,
    edits={"A2 = sigmoid(Z2)": "A2 = Z2"},
)
def returns_the_score_instead_of_the_probability():
    """You returned Z2; apply the sigmoid to it to get A2."""


@misconception(
    hidden_layer_is_tanh_of_a_linear_map,
    examples_do_not_see_each_other,
    sometimes=[training_learns_the_spirals],
    edits={'["W1"], X)': '["W1"], X - X.mean(axis=1, keepdims=True))'},
)
def centers_each_batch():
    """You subtracted the mean of the batch,
    so an example's output depends on the others; use X as it is."""


@misconception(
    forward_leaves_its_inputs_alone,
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    predict_leaves_its_inputs_alone,
    edits={"A1 = np.tanh(Z1)": "A1 = np.tanh(Z1); X -= X.mean()"},
)
def centers_its_input_in_place():
    """You changed X itself with -=; write X = X - …, which makes a new array."""


@misconception(*COST, edits={"-np.mean(Y": "-np.sum(Y"})
def sums_the_cost():
    """You summed the cost over the examples; divide by m."""


@misconception(*COST, edits={"-np.mean(Y": "np.mean(Y"})
def forgets_the_minus_sign():
    """Your cost is negative: logarithms of probabilities are, so the cross-entropy has a minus."""


@misconception(*COST, edits={" + (1 - Y) * np.log(1 - A2)": ""})
def counts_only_the_positive_examples():
    """You left out the examples of class 0, the term (1 - Y) log(1 - A2)."""


@misconception(*COST, edits={"np.log(": "np.log2("})
def takes_the_logarithm_to_base_2():
    """You used log2; the cross-entropy here uses the natural logarithm, np.log."""


@misconception(
    *COST,
    edits={"-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))": "np.mean((A2 - Y) ** 2)"},
)
def measures_squared_errors():
    """You computed the mean squared error; the cost here is the cross-entropy."""


@misconception(
    cost_leaves_its_inputs_alone,
    costs_are_recorded_before_each_update,
    costs_are_printed_every_1000_iterations,
    edits={
        "return float(-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)))": """
    A2[Y == 0] = 1 - A2[Y == 0]
    return float(-np.mean(np.log(A2)))""",
    },
)
def turns_the_probabilities_around_in_place():
    """You changed A2 itself, which backward propagation needs again;
    write np.where(Y == 1, A2, 1 - A2)."""


@misconception(
    *BACKPROPAGATION,
    gradients_are_means_over_the_batch,
    training_learns_the_spirals,
    edits={"(A2 - Y) / X.shape[1]": "A2 - Y"},
)
def sums_the_gradients():
    """You summed the gradients over the examples; divide by m."""


@misconception(
    *BACKPROPAGATION,
    gradients_are_means_over_the_batch,
    training_learns_the_spirals,
    edits={"(A2 - Y) / X.shape[1]": "(A2 - Y) / X.shape[0]"},
)
def divides_by_the_features():
    """You divided by the number of rows of X; m, the number of examples, is X.shape[1]."""


@misconception(
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    training_learns_the_spirals,
    edits={" * (1 - A1**2)": ""},
)
def forgets_the_slope_of_tanh():
    """You left out the slope of tanh; multiply W2ᵀ dZ2 by 1 - A1² element by element."""


@misconception(
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    sometimes=[training_learns_the_spirals],
    edits={"(1 - A1**2)": "(1 - A1)"},
)
def forgets_the_square():
    """You used 1 - A1; the slope of tanh is 1 - A1²."""


@misconception(
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    training_learns_the_spirals,
    edits={"(1 - A1**2)": '(1 - cache["Z1"] ** 2)'},
)
def takes_the_slope_of_tanh_at_z():
    """You used 1 - Z1²; the slope of tanh is 1 - A1², because A1 is tanh(Z1)."""


@misconception(
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    sometimes=[training_learns_the_spirals],
    edits={"(1 - A1**2)": "A1 * (1 - A1)"},
)
def takes_the_slope_of_the_sigmoid():
    """You used A1 (1 - A1), the slope of the sigmoid; the hidden layer is tanh: 1 - A1²."""


@misconception(*BACKPROPAGATION, training_learns_the_spirals, edits={"(A2 - Y)": "(Y - A2)"})
def climbs_instead_of_descending():
    """Your gradients have the wrong sign: dZ2 is A2 - Y, not Y - A2."""


@misconception(
    *BACKPROPAGATION,
    sometimes=[training_learns_the_spirals],
    edits={"(A2 - Y)": "(A2 - Y) * A2 * (1 - A2)"},
)
def counts_the_slope_of_the_sigmoid_twice():
    """A2 - Y is already the gradient at Z2;
    multiplying it by A2 (1 - A2) counts the sigmoid twice."""


@misconception(
    *BACKPROPAGATION,
    gradients_are_means_over_the_batch,
    *TRAINING,
    edits={", keepdims=True": ""},
)
def flattens_the_bias_gradients():
    """Your bias gradients have lost an axis; sum along axis 1 with keepdims=True."""


@misconception(
    *BACKPROPAGATION,
    edits={
        "dZ1.sum(axis=1, keepdims=True)": "np.full((dZ1.shape[0], 1), dZ1.sum())",
        "dZ2.sum(axis=1, keepdims=True)": "np.full((dZ2.shape[0], 1), dZ2.sum())",
    },
)
def adds_the_bias_gradients_of_all_units():
    """You summed the bias gradients over the units too; sum along axis 1 only."""


@misconception(
    backward_leaves_its_inputs_alone,
    edits={"dZ2 = (A2 - Y) / X.shape[1]": "A2 -= Y; dZ2 = A2 / X.shape[1]"},
)
def overwrites_the_cache():
    """You changed A2 in the cache with -=; write A2 - Y, which makes a new array."""


@misconception(
    every_parameter_steps_downhill,
    the_default_rate_is_1_2,
    training_learns_the_spirals,
    edits={"- learning_rate": "+ learning_rate"},
)
def adds_the_gradient():
    """You added the gradient, which climbs; gradient descent subtracts it."""


@misconception(
    every_parameter_steps_downhill,
    edits={'grads["d" + name] for name in': 'grads["d" + name] * (name[0] == "W") for name in'},
)
def leaves_the_biases_where_they_are():
    """You updated the weights only; b1 and b2 step in the same way."""


@misconception(
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    costs_are_printed_every_1000_iterations,
    edits={"progress(num_iterations)": "progress(num_iterations - 1)"},
)
def trains_one_iteration_too_few():
    """You trained one iteration less than num_iterations; range(n) counts from 0 to n - 1."""


@misconception(
    training_repeats_your_own_steps,
    training_learns_the_spirals,
    edits={"parameters = update_parameters(": "update_parameters("},
)
def drops_the_updated_parameters():
    """Your parameters never change: keep what update_parameters returns."""


@misconception(
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    training_learns_the_spirals,
    edits={
        "        A2, cache = forward": (
            "        parameters = initialize_parameters(*layer_sizes(X, Y, n_h))\n"
            "        A2, cache = forward"
        ),
    },
)
def starts_anew_in_every_iteration():
    """You initialize the parameters inside the loop, so each iteration starts from scratch."""


@misconception(
    training_repeats_your_own_steps,
    training_learns_the_spirals,
    edits={"learning_rate=1.2)": "learning_rate=0.12)"},
)
def takes_small_steps():
    """You train with another learning rate; nn_model uses 1.2."""


@misconception(
    costs_are_recorded_before_each_update,
    costs_are_printed_every_1000_iterations,
    edits={
        "costs.append(compute_cost(A2, Y))": """
            stepped = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
            costs.append(compute_cost(forward_propagation(X, stepped)[0], Y))""",
    },
)
def records_the_cost_after_the_update():
    """You recorded the cost after the update; the first entry belongs to the starting weights."""


@misconception(
    costs_are_printed_every_1000_iterations,
    edits={"if print_cost and": "if not print_cost and"},
)
def prints_costs_at_other_times():
    """print_cost decides what is printed: the costs of iterations 0, 1000, 2000, …, or nothing."""


@misconception(*PREDICTION, edits={"(A2 > 0.5).astype(int)": "A2"})
def returns_probabilities():
    """You returned the probabilities; compare them with 0.5 to get labels."""


@misconception(*PREDICTION, edits={"A2 > 0.5": "A2 > 0"})
def compares_with_zero():
    """You compared with 0, but probabilities are always above 0; the threshold is 0.5."""


@misconception(exactly_one_half_is_label_0, edits={"A2 > 0.5": "A2 >= 0.5"})
def takes_one_half_for_class_1():
    """You used >=; a probability of exactly 0.5 is label 0 here."""
