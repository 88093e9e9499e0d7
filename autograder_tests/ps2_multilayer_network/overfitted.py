"""Answers to assignment 2 that are right only for the notebook's own numbers."""

from autograder.checks import overfitted
from autograder_tests.ps2_multilayer_network.checks import (
    BACKPROP_TWO,
    DEEP_PASS,
    DEEP_STEPS,
    HIDDEN_STEPS,
    REGRESSION,
    REGRESSION_STEPS,
    WAVES,
    activations_are_finite_far_from_zero,
    any_number_of_layers_is_trained,
    costs_leave_their_inputs_alone,
    cross_entropy_is_a_mean,
    cross_entropy_slope_is_that_of_the_output,
    deep_epochs_chain_your_own_functions,
    deep_networks_learn_waves,
    deep_training_leaves_the_data_alone,
    descent_leaves_its_inputs_alone,
    epochs_chain_your_own_functions,
    examples_do_not_see_each_other,
    forward_leaves_its_inputs_alone,
    hidden_layer_is_the_activation_of_a_linear_map,
    lists_are_those_before_the_last_update,
    logistic_is_its_formula,
    logistic_knows_its_slope,
    one_hidden_layer_learns_waves,
    output_layer_is_the_activation_of_a_linear_map,
    output_layer_steps_down_the_slope,
    outputs_are_those_before_the_last_update,
    passing_leaves_its_inputs_alone,
    relu_cuts_off_below_zero,
    rows_do_not_see_each_other,
    saturated_outputs_cost_a_finite_amount,
    separable_points_are_separated,
    squared_error_is_a_mean,
    squared_error_slope_is_that_of_the_output,
    steps_are_proportional_to_the_rate,
    the_batch_twice_costs_the_same,
    values_are_those_before_the_last_update,
)


@overfitted(
    cross_entropy_slope_is_that_of_the_output,
    the_batch_twice_costs_the_same,
    sometimes=WAVES,
    edits={"(p - y) / (p * (1 - p)) / len(y)": "(p - y) / (p * (1 - p)) / 25"},
)
def divides_by_the_notebooks_25():
    """You divided by 25, the size of this data set; m is the number of examples in y."""


@overfitted(
    cross_entropy_is_a_mean,
    saturated_outputs_cost_a_finite_amount,
    the_batch_twice_costs_the_same,
    edits={"float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))": "0.8928"},
)
def returns_the_cost_of_the_text():
    """You return the number of the text; compute the cost from y_preds and y."""


@overfitted(
    *REGRESSION_STEPS,
    steps_are_proportional_to_the_rate,
    edits={
        "ws - lrate * (x.T": "ws - 0.1 * (x.T",
        "b - lrate * dz.sum()": "b - 0.1 * dz.sum()",
    },
)
def ignores_the_learning_rate_in_regression():
    """You always step by 0.1; use the argument lrate."""


@overfitted(
    *REGRESSION_STEPS,
    steps_are_proportional_to_the_rate,
    sometimes=[outputs_are_those_before_the_last_update],
    edits={"in range(epochs)": "in range(500)"},
)
def ignores_the_epochs_in_regression():
    """You always train for 500 epochs; use the argument epochs."""


@overfitted(
    *REGRESSION,
    edits={
        "return ws, b, y_preds": (
            "return np.array([0.9986, -2.1347]), 0.9986, np.array([0.9, 0.25, 0.5, 0.75])"
        ),
    },
)
def returns_the_regression_of_the_text():
    """You return the numbers of the text; compute them from the arguments."""


@overfitted(
    *REGRESSION_STEPS,
    outputs_are_those_before_the_last_update,
    sometimes=[separable_points_are_separated],
    edits={"x @ ws + b": "x[:, 0] * ws[0] + x[:, 1] * ws[1] + b"},
)
def counts_on_two_inputs():
    """You use the first two inputs only; x @ ws takes all of them, however many there are."""


@overfitted(*BACKPROP_TWO, edits={"dZ2 @ W2.T": "dZ2 @ W2[:2].T"})
def counts_on_two_hidden_units():
    """You took two hidden units for granted; W2 has as many rows as there are."""


@overfitted(
    output_layer_steps_down_the_slope,
    *HIDDEN_STEPS,
    edits={
        "W2 - lrate": "W2 - 0.1",
        "b2 - lrate": "b2 - 0.1",
        "W1 - lrate": "W1 - 0.1",
        "b1 - lrate": "b1 - 0.1",
    },
)
def ignores_the_learning_rate():
    """You always step by 0.1; use the argument lrate."""


@overfitted(
    epochs_chain_your_own_functions,
    values_are_those_before_the_last_update,
    sometimes=[one_hidden_layer_learns_waves],
    edits={"progress(epochs):\n        Z1": "progress(1):\n        Z1"},
)
def trains_a_single_epoch():
    """You train for one epoch only; repeat it `epochs` times."""


@overfitted(
    *DEEP_PASS,
    rows_do_not_see_each_other,
    passing_leaves_its_inputs_alone,
    *DEEP_STEPS,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    edits={
        "for w, b, act_f in zip(ws, bs, act_fs):": (
            "for l in range(4):\n        w, b, act_f = ws[l], bs[l], act_fs[l]"
        ),
    },
)
def counts_on_four_layers():
    """You took the four layers of the notebook for granted; there are len(ws) of them."""


@overfitted(
    *DEEP_STEPS,
    sometimes=[deep_networks_learn_waves],
    edits={"lrate * cost_f(As[-1]": "0.1 * cost_f(As[-1]"},
)
def ignores_the_rate_in_deep_networks():
    """You always step by 0.1; use the argument lrate."""


@overfitted(
    *DEEP_STEPS,
    lists_are_those_before_the_last_update,
    edits={"progress(epochs):\n        Zs": "progress(2000):\n        Zs"},
)
def ignores_the_epochs_in_deep_networks():
    """You always train for 2000 epochs; use the argument epochs."""


@overfitted(
    logistic_is_its_formula,
    logistic_knows_its_slope,
    activations_are_finite_far_from_zero,
    *REGRESSION,
    descent_leaves_its_inputs_alone,
    epochs_chain_your_own_functions,
    *WAVES,
    deep_epochs_chain_your_own_functions,
    edits={"s = 1 / (1 + np.exp(-x))": "s = np.array([[0.5, 0.75], [0.9, 0.25]])"},
)
def returns_the_logistic_values_worked_by_hand():
    """You return the numbers of the table; compute the logistic function of x."""


@overfitted(
    relu_cuts_off_below_zero,
    edits={"np.maximum(x, 0)": "np.array([[max(z, 0) for z in row] for row in x])"},
)
def takes_two_axes_for_granted():
    """Your relu needs an x of two axes; write it for an array of any shape."""


@overfitted(
    cross_entropy_slope_is_that_of_the_output,
    saturated_outputs_cost_a_finite_amount,
    the_batch_twice_costs_the_same,
    costs_leave_their_inputs_alone,
    *REGRESSION,
    descent_leaves_its_inputs_alone,
    epochs_chain_your_own_functions,
    *WAVES,
    deep_epochs_chain_your_own_functions,
    edits={
        "(p - y) / (p * (1 - p)) / len(y)": "np.reshape([-1 / 3, -1 / 2, 5 / 2, 1 / 3], y.shape)",
    },
)
def returns_the_derivative_of_the_text():
    """You return the derivative worked by hand in the text; compute it from y_preds and y."""


@overfitted(
    squared_error_is_a_mean,
    the_batch_twice_costs_the_same,
    edits={"float(np.mean((y_preds - y) ** 2))": "0.29625"},
)
def returns_the_squared_error_of_the_text():
    """You return the mean squared error worked by hand in the text;
    compute it from y_preds and y."""


@overfitted(
    squared_error_is_a_mean,
    the_batch_twice_costs_the_same,
    edits={"np.mean((y_preds - y) ** 2)": "np.sum((y_preds - y) ** 2) / 25"},
)
def averages_the_squared_error_over_25_examples():
    """You divided the squared errors by 25, the size of this data set;
    m is the number of examples in y."""


@overfitted(
    squared_error_slope_is_that_of_the_output,
    the_batch_twice_costs_the_same,
    edits={"2 * (y_preds - y) / len(y)": "(y_preds - y) / 2"},
)
def divides_by_the_four_examples_worked_by_hand():
    """You wrote 2/m as 1/2, which fits the four examples of the text;
    m is the number of examples in y."""


@overfitted(
    *REGRESSION,
    descent_leaves_its_inputs_alone,
    edits={
        "    for _ in range(epochs):\n        z": (
            "    ws, b = np.array([1.0, 2.0]), 0.0\n    for _ in range(epochs):\n        z"
        ),
    },
)
def starts_regression_where_the_notebook_does():
    """You start from the weights 1 and 2 of the notebook; start from the arguments ws and b."""


@overfitted(
    *REGRESSION_STEPS,
    steps_are_proportional_to_the_rate,
    edits={
        "    for _ in range(epochs):\n        z": (
            "    b = 0.0\n    for _ in range(epochs):\n        z"
        ),
    },
)
def starts_from_a_bias_of_zero():
    """You start from the bias 0 of the notebook; start from the argument b."""


@overfitted(
    *REGRESSION,
    descent_leaves_its_inputs_alone,
    edits={
        "    for _ in range(epochs):\n        z": (
            '    x, y = X_lines, globals()["y"]\n    for _ in range(epochs):\n        z'
        ),
    },
)
def separates_the_notebooks_lines():
    """You train on the notebook's own points; use the arguments x and y."""


@overfitted(
    hidden_layer_is_the_activation_of_a_linear_map,
    edits={"Z1 = x @ ws[0] + bs[0]": "Z1 = x[:, :1] * ws[0][0] + x[:, 1:2] * ws[0][1] + bs[0]"},
)
def takes_two_inputs_for_granted():
    """Your Z1 uses the first two inputs only;
    x @ ws[0] takes all of them, however many there are."""


@overfitted(
    hidden_layer_is_the_activation_of_a_linear_map,
    output_layer_is_the_activation_of_a_linear_map,
    edits={"A1 @ ws[1] + bs[1]": "np.sum(A1 * ws[1].T, axis=1, keepdims=True) + bs[1]"},
)
def takes_one_output_for_granted():
    """Your Z2 is right for one output only;
    the matrix product A1 @ ws[1] allows any number of them."""


@overfitted(
    hidden_layer_is_the_activation_of_a_linear_map,
    output_layer_is_the_activation_of_a_linear_map,
    examples_do_not_see_each_other,
    forward_leaves_its_inputs_alone,
    *BACKPROP_TWO,
    edits={"A1 = act_fs[0](Z1)": "A1 = np.array([act_fs[0](Z1[i]) for i in range(25)])"},
)
def passes_25_examples():
    """You pass 25 examples, the size of this data set; x has as many as it has rows."""


@overfitted(
    hidden_layer_is_the_activation_of_a_linear_map,
    output_layer_is_the_activation_of_a_linear_map,
    examples_do_not_see_each_other,
    *BACKPROP_TWO,
    edits={"return Z1, A1, Z2, A2": "return tuple(pencil_network()[4].values())"},
)
def returns_the_pass_worked_by_hand():
    """You return the values of the pencil network; compute them from x and the parameters."""


@overfitted(
    *BACKPROP_TWO,
    edits={
        "W2 - lrate * (A1.T @ dZ2)": "W2 - lrate * np.array([[0.08125], [-0.03125]])",
        "b2 - lrate * (ones @ dZ2)": "b2 - lrate * np.array([[0.1]])",
        "W1 - lrate * (x.T @ dZ1)": "W1 - lrate * np.array([[0.2335, -0.3570], [0.0961, -0.2884]])",
        "b1 - lrate * (ones @ dZ1)": "b1 - lrate * np.array([[0.0618, -0.2540]])",
    },
)
def subtracts_the_gradients_worked_by_hand():
    """You subtract the gradients of the pencil network; compute them from the arguments."""


@overfitted(*BACKPROP_TWO, edits={"np.ones((1, len(x)))  # ones": "np.ones((1, 25))  # ones"})
def sums_over_25_examples():
    """You sum the gradients of the biases over 25 examples, the size of this data set;
    x has len(x) of them."""


@overfitted(
    output_layer_steps_down_the_slope,
    *HIDDEN_STEPS,
    sometimes=[one_hidden_layer_learns_waves],
    edits={
        "    (W1, W2), (b1, b2) = ws, bs\n": (
            "    stream = np.random.RandomState(4242)\n"
            "    W1, W2 = (0.1 * stream.randn(*w.shape) for w in ws)\n"
            "    b1, b2 = (np.zeros(b.shape) for b in bs)\n"
        ),
    },
)
def draws_the_notebooks_start():
    """You draw the starting weights of the seed 4242; start from the arguments ws and bs."""


@overfitted(
    *BACKPROP_TWO,
    edits={
        "    (W1, W2), (b1, b2) = ws, bs\n": (
            "    x, y = X_sines, Y\n    (W1, W2), (b1, b2) = ws, bs\n"
        ),
    },
)
def trains_on_the_notebooks_waves():
    """You train on the notebook's own points; use the arguments x and y."""


@overfitted(
    *DEEP_PASS,
    rows_do_not_see_each_other,
    passing_leaves_its_inputs_alone,
    *DEEP_STEPS,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    deep_networks_learn_waves,
    edits={"A = act_f(Z)": "A = np.array([act_f(Z[i]) for i in range(25)])"},
)
def passes_25_examples_through_every_layer():
    """You pass 25 examples, the size of this data set, through every layer;
    x has as many as it has rows."""


@overfitted(
    *DEEP_PASS,
    rows_do_not_see_each_other,
    passing_leaves_its_inputs_alone,
    *DEEP_STEPS,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    deep_networks_learn_waves,
    edits={
        "Z = np.dot(A, w) + b": "Z = (A @ w).reshape(-1, 20 if w.shape[1] > 2 else w.shape[1]) + b",
    },
)
def shapes_every_hidden_layer_for_20_units():
    """You shape the hidden layers for 20 units, those of the notebook;
    a layer has as many as w has columns."""


@overfitted(
    *DEEP_PASS,
    rows_do_not_see_each_other,
    *DEEP_STEPS,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    deep_networks_learn_waves,
    edits={
        "return Zs, As": (
            "Z1, A1, Z2, A2 = pencil_network()[4].values()\n    return [Z1, Z2], [A1, A2]"
        ),
    },
)
def returns_the_lists_worked_by_hand():
    """You return the values of the pencil network; compute them from x and the parameters."""


@overfitted(
    *DEEP_STEPS,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    edits={"reversed(range(len(ws)))": "reversed(range(4))"},
)
def goes_back_through_four_layers():
    """You go back through four layers, those of the notebook; there are len(ws) of them."""


@overfitted(
    any_number_of_layers_is_trained,
    sometimes=[deep_networks_learn_waves],
    edits={"reversed(range(len(ws)))": "range(len(ws) - 1, len(ws) - 4, -1)"},
)
def goes_back_through_the_last_three_layers():
    """You go back through three layers, those of the first check; there are len(ws) of them."""


@overfitted(
    *DEEP_STEPS,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    deep_networks_learn_waves,
    edits={"row_of_ones = np.ones((1, len(x)))": "row_of_ones = np.ones((1, 25))"},
)
def sums_over_25_examples_in_every_layer():
    """You sum the gradients of the biases over 25 examples in every layer; x has len(x) of them."""


@overfitted(
    *DEEP_STEPS,
    sometimes=[deep_networks_learn_waves],
    edits={
        "ws, bs = list(ws), list(bs)": (
            "ws, bs = start_parameters([len(ws[0]), *(w.shape[1] for w in ws)], seed=42)"
        ),
    },
)
def starts_from_the_seed_42():
    """You draw the starting weights of the seed 42; start from the arguments ws and bs."""


@overfitted(
    *DEEP_STEPS,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    deep_networks_learn_waves,
    edits={
        "    ws, bs = list(ws), list(bs)": "    x, y = X_sines, Y\n    ws, bs = list(ws), list(bs)",
    },
)
def trains_deep_networks_on_the_notebooks_waves():
    """You train every network on the notebook's own points; use the arguments x and y."""
