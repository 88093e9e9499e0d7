"""Answers to assignment 1 that are right only for the notebook's own numbers."""

from autograder.checks import overfitted
from autograder_tests.ps1_tanh_network.checks import (
    BACKPROPAGATION,
    COST,
    ITERATIONS,
    PREDICTION,
    TRAINING,
    a_rate_of_zero_moves_nothing,
    backward_leaves_its_inputs_alone,
    costs_are_printed_every_1000_iterations,
    costs_are_recorded_before_each_update,
    every_parameter_steps_downhill,
    examples_do_not_see_each_other,
    forward_leaves_its_inputs_alone,
    gradients_are_means_over_the_batch,
    hidden_gradients_flow_through_tanh,
    hidden_layer_is_tanh_of_a_linear_map,
    hidden_size_is_the_argument,
    output_gradients_are_right,
    output_layer_is_sigmoid_of_a_linear_map,
    parameters_have_the_right_shapes,
    predict_leaves_its_inputs_alone,
    sizes_are_the_rows_of_the_data,
    training_learns_the_spirals,
    training_repeats_your_own_steps,
)


@overfitted(
    sizes_are_the_rows_of_the_data,
    *ITERATIONS,
    costs_are_printed_every_1000_iterations,
    edits={"return X.shape[0]": "return 2"},
)
def takes_two_inputs_for_granted():
    """You fixed n_x at 2; read it from X, which has a row for each input."""


@overfitted(sizes_are_the_rows_of_the_data, edits={"n_h, Y.shape[0]": "n_h, 1"})
def takes_one_output_for_granted():
    """You fixed n_y at 1; read it from Y, which has a row for each output."""


@overfitted(
    hidden_size_is_the_argument,
    *ITERATIONS,
    training_learns_the_spirals,
    edits={"n_h, Y.shape[0]": "4, Y.shape[0]"},
)
def ignores_the_hidden_size():
    """You always use 4 hidden units; 4 is only the default, so return the argument n_h."""


@overfitted(
    sizes_are_the_rows_of_the_data,
    hidden_size_is_the_argument,
    *ITERATIONS,
    training_learns_the_spirals,
    sometimes=[costs_are_printed_every_1000_iterations],
    edits={"X.shape[0], n_h, Y.shape[0]": "5, 3, 2"},
)
def returns_the_sizes_of_the_example():
    """You return the sizes of the example in the text;
    return those of the X, Y and n_h you are given."""


@overfitted(
    parameters_have_the_right_shapes,
    *TRAINING,
    edits={
        "(n_h, n_x)": "(4, 2)",
        "(n_h, 1)": "(4, 1)",
        "(n_y, n_h)": "(1, 4)",
        "(n_y, 1)": "(1, 1)",
    },
)
def draws_the_notebooks_network():
    """Your parameters always fit 2 inputs, 4 hidden units and 1 output; use n_x, n_h and n_y."""


@overfitted(
    parameters_have_the_right_shapes,
    edits={
        "randn(n_y, n_h)": "randn(1, n_h)",
        "zeros((n_y, 1))": "zeros((1, 1))",
    },
)
def draws_one_output_only():
    """Your W2 and b2 always have one row; they need n_y rows, one for each output."""


@overfitted(
    hidden_layer_is_tanh_of_a_linear_map,
    output_layer_is_sigmoid_of_a_linear_map,
    examples_do_not_see_each_other,
    forward_leaves_its_inputs_alone,
    *TRAINING,
    *PREDICTION,
    predict_leaves_its_inputs_alone,
    edits={'+ parameters["b1"]': '+ parameters["b1"] @ np.ones((1, 800))'},
)
def spreads_the_bias_over_800_examples():
    """You spread the bias over 800 columns; X may have any number, so let NumPy broadcast b1."""


@overfitted(
    hidden_layer_is_tanh_of_a_linear_map,
    output_layer_is_sigmoid_of_a_linear_map,
    examples_do_not_see_each_other,
    forward_leaves_its_inputs_alone,
    *TRAINING,
    *PREDICTION,
    predict_leaves_its_inputs_alone,
    edits={'["W1"], X)': '["W1"], globals()["X"])'},
)
def propagates_the_notebooks_data():
    """You propagate the notebook's own data; use the argument X."""


@overfitted(
    hidden_layer_is_tanh_of_a_linear_map,
    output_layer_is_sigmoid_of_a_linear_map,
    examples_do_not_see_each_other,
    *TRAINING,
    *PREDICTION,
    edits={
        'return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}': (
            'cache = pencil_network()[3]\n    return cache["A2"], cache'
        ),
    },
)
def returns_the_cache_worked_by_hand():
    """You return the values of the pencil network; compute them from X and the parameters."""


@overfitted(
    *COST,
    edits={
        "-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))": (
            "-np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / 800"
        ),
    },
)
def averages_the_cost_over_800_examples():
    """You divided the cost by 800, the size of this data set; m is the number of columns of Y."""


@overfitted(*COST, edits={"float(-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)))": "0.4712"})
def returns_the_cost_worked_by_hand():
    """You return the cost of the pencil network; compute it from A2 and Y."""


@overfitted(*COST, edits={"float(-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)))": "0.693141"})
def returns_the_first_cost_of_the_notebook():
    """You return the first cost printed in the notebook; compute it from A2 and Y."""


@overfitted(
    *COST,
    edits={
        "float(-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)))": (
            "0.4712 if A2.shape[1] == 4 else 0.6931"
        ),
    },
)
def knows_the_two_costs_of_the_first_check():
    """You return the two costs of the first check; compute the cost of any A2 and Y."""


@overfitted(
    *BACKPROPAGATION,
    gradients_are_means_over_the_batch,
    training_learns_the_spirals,
    edits={"(A2 - Y) / X.shape[1]": "(A2 - Y) / 800"},
)
def divides_by_the_notebooks_800():
    """You divided by 800, the size of this data set; m is X.shape[1]."""


@overfitted(
    *BACKPROPAGATION,
    gradients_are_means_over_the_batch,
    training_learns_the_spirals,
    edits={"(A2 - Y) / X.shape[1]": "(A2 - Y) / 4"},
)
def divides_by_the_four_examples_worked_by_hand():
    """You divided by 4, the examples of the pencil network; m is X.shape[1]."""


@overfitted(
    *BACKPROPAGATION,
    gradients_are_means_over_the_batch,
    *TRAINING,
    edits={
        "np.dot(dZ1, X.T)": "np.array([[-0.3905, -0.1245], [0.3466, 0.1684], [-0.5802, -0.0920]])",
        "dZ1.sum(axis=1, keepdims=True)": "np.array([[-0.2575], [0.2575], [-0.3581]])",
        "np.dot(dZ2, A1.T)": "np.array([[-0.1250, -0.0225, 0.1613]])",
        "dZ2.sum(axis=1, keepdims=True)": "np.array([[-0.25]])",
    },
)
def returns_the_gradients_worked_by_hand():
    """You return the gradients of the pencil network; compute them from the arguments."""


@overfitted(
    output_gradients_are_right,
    hidden_gradients_flow_through_tanh,
    gradients_are_means_over_the_batch,
    backward_leaves_its_inputs_alone,
    edits={'np.dot(parameters["W2"].T, dZ2)': '(parameters["W2"].T * dZ2)'},
)
def carries_the_error_back_from_one_output_only():
    """You multiply W2ᵀ by dZ2 element by element, which fits one output only;
    use the matrix product @."""


@overfitted(
    output_gradients_are_right,
    gradients_are_means_over_the_batch,
    edits={"dZ2.sum(axis=1, keepdims=True)": "np.array([[dZ2.sum()]])"},
)
def sums_db2_over_one_output_only():
    """Your db2 is one number, right for one output only;
    sum along axis 1, a row for each output."""


@overfitted(
    *BACKPROPAGATION,
    gradients_are_means_over_the_batch,
    backward_leaves_its_inputs_alone,
    *TRAINING,
    edits={"dZ1.sum(axis=1, keepdims=True)": "dZ1.sum(axis=1).reshape(4, 1)"},
)
def shapes_db1_for_four_hidden_units():
    """Your db1 has 4 rows, one for each hidden unit of the notebook;
    keepdims=True keeps as many as there are."""


@overfitted(
    *BACKPROPAGATION,
    gradients_are_means_over_the_batch,
    backward_leaves_its_inputs_alone,
    *TRAINING,
    edits={"(dZ1, X.T)": '(dZ1, globals()["X"].T)'},
)
def multiplies_with_the_notebooks_data():
    """You used the notebook's own data for dW1; use the argument X."""


@overfitted(
    every_parameter_steps_downhill,
    a_rate_of_zero_moves_nothing,
    edits={"- learning_rate *": "- 1.2 *"},
)
def ignores_the_learning_rate():
    """You always step by 1.2; use the argument learning_rate."""


@overfitted(
    *ITERATIONS,
    training_learns_the_spirals,
    edits={"layer_sizes(X, Y, n_h)": "layer_sizes(X, Y)"},
)
def trains_four_hidden_units():
    """You train 4 hidden units whatever n_h is; pass n_h on to layer_sizes."""


@overfitted(
    *ITERATIONS,
    costs_are_printed_every_1000_iterations,
    edits={"*layer_sizes(X, Y, n_h)": "2, n_h, 1"},
)
def trains_a_network_with_two_inputs():
    """You initialize a network with 2 inputs; take the sizes from layer_sizes."""


@overfitted(
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    costs_are_printed_every_1000_iterations,
    edits={"progress(num_iterations)": "progress(10000)"},
)
def trains_10000_iterations():
    """You always train 10000 iterations; use the argument num_iterations."""


@overfitted(
    *ITERATIONS,
    edits={
        "parameters = initialize_parameters(*layer": (
            "X, Y = make_spirals()\n    parameters = initialize_parameters(*layer"
        ),
    },
)
def makes_its_own_spirals():
    """You make the spirals inside nn_model; train on the X and Y you are given."""


@overfitted(
    *ITERATIONS,
    costs_are_printed_every_1000_iterations,
    edits={
        "A2, cache = forward_propagation(X, parameters)": (
            'X, Y = globals()["X"], globals()["Y"]\n'
            "        A2, cache = forward_propagation(X, parameters)"
        ),
    },
)
def trains_on_the_notebooks_data():
    """You train on the notebook's own X and Y; use the arguments."""


@overfitted(
    costs_are_recorded_before_each_update,
    costs_are_printed_every_1000_iterations,
    edits={"costs.append(compute_cost(A2, Y))": "costs.append(0.693141)"},
)
def records_the_first_cost_of_the_notebook():
    """You record the cost printed in the notebook; append what compute_cost gives."""


@overfitted(*PREDICTION, edits={"(A2 > 0.5).astype(int)": "np.array([[1, 0, 0, 1]])"})
def returns_the_labels_worked_by_hand():
    """You return the labels of the pencil network; compute them from the parameters and X."""


@overfitted(*PREDICTION, edits={"(A2 > 0.5).astype(int)": "Y"})
def returns_the_labels_of_the_data():
    """You return the true labels of the notebook's data; the prediction comes from the network."""


@overfitted(
    *PREDICTION,
    predict_leaves_its_inputs_alone,
    edits={"(A2 > 0.5).astype(int)": "np.array([[int(A2[0, i] > 0.5) for i in range(800)]])"},
)
def predicts_800_examples():
    """You label 800 examples, the size of this data set; X has as many as it has columns."""
