"""Mistakes that students make in assignment 2, and the checks that see them."""

from autograder.checks import misconception
from autograder_tests.ps2_multilayer_network.checks import (
    DEEP_PASS,
    DEEP_STEPS,
    HIDDEN_STEPS,
    REGRESSION_STEPS,
    WAVES,
    activations_are_finite_far_from_zero,
    activations_leave_their_inputs_alone,
    certain_outputs_do_no_harm,
    costs_leave_their_inputs_alone,
    cross_entropy_is_a_mean,
    cross_entropy_slope_is_that_of_the_output,
    deep_epochs_chain_your_own_functions,
    deep_networks_learn_waves,
    deep_training_leaves_the_data_alone,
    descent_leaves_its_inputs_alone,
    epochs_chain_your_own_functions,
    every_gradient_is_the_slope_of_the_cost,
    examples_do_not_see_each_other,
    forward_leaves_its_inputs_alone,
    hidden_layer_is_the_activation_of_a_linear_map,
    hidden_layer_steps_down_the_slope,
    lists_are_those_before_the_last_update,
    logistic_is_its_formula,
    logistic_knows_its_slope,
    one_hidden_layer_learns_waves,
    output_layer_is_the_activation_of_a_linear_map,
    output_layer_steps_down_the_slope,
    outputs_are_those_before_the_last_update,
    passing_leaves_its_inputs_alone,
    relu_cuts_off_below_zero,
    relu_knows_its_slope,
    rows_do_not_see_each_other,
    saturated_outputs_cost_a_finite_amount,
    separable_points_are_separated,
    squared_error_is_a_mean,
    squared_error_slope_is_that_of_the_output,
    tanh_is_its_formula,
    tanh_knows_its_slope,
    the_batch_twice_costs_the_same,
    training_leaves_the_data_alone,
    values_are_those_before_the_last_update,
)


@misconception(
    logistic_knows_its_slope,
    activations_are_finite_far_from_zero,
    separable_points_are_separated,
    certain_outputs_do_no_harm,
    *WAVES,
    sometimes=[outputs_are_those_before_the_last_update],
    edits={"s * (1 - s)": "x * (1 - x)"},
)
def takes_z_for_the_logistic_value():
    """You used x (1 - x); the slope of the logistic function is s (1 - s),
    where s is its value at x."""


@misconception(
    logistic_is_its_formula,
    activations_are_finite_far_from_zero,
    separable_points_are_separated,
    certain_outputs_do_no_harm,
    *WAVES,
    edits={"np.exp(-x)": "np.exp(x)"},
)
def flips_the_logistic_function():
    """Your logistic function falls from 1 to 0; the exponent is -x."""


@misconception(
    tanh_knows_its_slope,
    activations_are_finite_far_from_zero,
    *WAVES,
    edits={"1 - t**2": "1 - x**2"},
)
def takes_z_for_the_tanh_value():
    """You used 1 - x²; the slope of tanh is 1 - tanh(x)²."""


@misconception(
    tanh_knows_its_slope,
    activations_are_finite_far_from_zero,
    sometimes=WAVES,
    edits={"1 - t**2": "1 - t"},
)
def forgets_the_square_in_the_slope_of_tanh():
    """You used 1 - tanh(x); the slope of tanh is 1 - tanh(x)²."""


@misconception(
    tanh_is_its_formula,
    tanh_knows_its_slope,
    activations_are_finite_far_from_zero,
    epochs_chain_your_own_functions,
    *WAVES,
    deep_epochs_chain_your_own_functions,
    edits={"np.tanh(x)": "(np.exp(x) - np.exp(-x)) / 2"},
)
def takes_sinh_for_tanh():
    """You computed (e^x - e^-x) / 2, which is sinh; tanh divides by e^x + e^-x."""


@misconception(relu_knows_its_slope, edits={"np.where(x > 0, 1.0, 0.0)": "np.maximum(x, 0)"})
def ignores_deriv_in_relu():
    """Your relu returns its value with deriv=True as well; its slope is 0 or 1."""


@misconception(relu_knows_its_slope, edits={"np.where(x > 0, 1.0, 0.0)": "np.ones_like(x)"})
def gives_relu_slope_1_everywhere():
    """Your slope of relu is 1 everywhere; where x is negative, relu is flat and its slope is 0."""


@misconception(relu_cuts_off_below_zero, edits={"np.maximum(x, 0)": "np.abs(x)"})
def takes_the_absolute_value_for_relu():
    """Your relu is the absolute value; relu is 0 for negative x."""


@misconception(
    activations_leave_their_inputs_alone,
    edits={"np.maximum(x, 0)": "np.maximum(x, 0, out=x)"},
)
def cuts_off_in_place():
    """Your relu writes into its argument; return a new array."""


@misconception(
    cross_entropy_slope_is_that_of_the_output,
    the_batch_twice_costs_the_same,
    sometimes=[one_hidden_layer_learns_waves],
    edits={"(p - y) / (p * (1 - p)) / len(y)": "(p - y) / len(y)"},
)
def falls_into_the_trap():
    """ŷ - y is the derivative with respect to z; with respect to ŷ it is (ŷ - y) / (ŷ (1 - ŷ))."""


@misconception(
    cross_entropy_slope_is_that_of_the_output,
    the_batch_twice_costs_the_same,
    sometimes=WAVES,
    edits={"(p - y) / (p * (1 - p)) / len(y)": "p - y"},
)
def takes_the_common_formula_at_its_word():
    """ŷ - y is the derivative with respect to z, and lacks the 1/m;
    you need (ŷ - y) / (ŷ (1 - ŷ)) / m."""


@misconception(
    cross_entropy_slope_is_that_of_the_output,
    the_batch_twice_costs_the_same,
    sometimes=WAVES,
    edits={"(p - y) / (p * (1 - p)) / len(y)": "(p - y) / (p * (1 - p))"},
)
def forgets_the_mean_in_the_slope_of_the_cross_entropy():
    """The cross-entropy is a mean, so its derivative has the factor 1/m, too."""


@misconception(
    cross_entropy_slope_is_that_of_the_output,
    the_batch_twice_costs_the_same,
    separable_points_are_separated,
    *WAVES,
    edits={"(p - y) / (p * (1 - p))": "(y - p) / (p * (1 - p))"},
)
def turns_the_slope_of_the_cross_entropy_around():
    """Your derivative of the cross-entropy has the wrong sign;
    where ŷ is too large, it is positive."""


@misconception(
    cross_entropy_is_a_mean,
    saturated_outputs_cost_a_finite_amount,
    the_batch_twice_costs_the_same,
    edits={"-np.mean(y * np.log(p)": "-np.sum(y * np.log(p)"},
)
def sums_the_cross_entropy():
    """You summed the cross-entropy over the examples; take the mean."""


@misconception(
    cross_entropy_is_a_mean,
    saturated_outputs_cost_a_finite_amount,
    the_batch_twice_costs_the_same,
    edits={" + (1 - y) * np.log(1 - p)": ""},
)
def counts_only_the_positive_examples():
    """You left out the examples of label 0, the term (1 - y) log(1 - ŷ)."""


@misconception(
    saturated_outputs_cost_a_finite_amount,
    certain_outputs_do_no_harm,
    edits={"y_preds.clip(1e-12, 1 - 1e-12)": "y_preds"},
)
def does_not_clip():
    """You take logarithms of 0; clip the outputs to [1e-12, 1 - 1e-12] first,
    for the derivative too."""


@misconception(
    costs_leave_their_inputs_alone,
    edits={"y_preds.clip(1e-12, 1 - 1e-12)": "y_preds.clip(1e-12, 1 - 1e-12, out=y_preds)"},
)
def clips_in_place():
    """You clipped y_preds itself; keep the clipped outputs in a new array."""


@misconception(
    squared_error_is_a_mean,
    the_batch_twice_costs_the_same,
    edits={"np.mean((y_preds - y) ** 2)": "-np.mean((y_preds - y) ** 2)"},
)
def rewards_errors():
    """Your mean squared error is negative:
    a cost must grow with the errors, so it has no minus sign."""


@misconception(
    squared_error_is_a_mean,
    the_batch_twice_costs_the_same,
    edits={"np.mean((y_preds - y) ** 2)": "np.sum((y_preds - y) ** 2)"},
)
def sums_the_squared_errors():
    """You summed the squared errors; take the mean."""


@misconception(
    squared_error_slope_is_that_of_the_output,
    the_batch_twice_costs_the_same,
    edits={"2 * (y_preds - y) / len(y)": "2 * (y_preds - y)"},
)
def forgets_the_mean_in_the_slope_of_the_squared_error():
    """The squared error is a mean, so its derivative has the factor 1/m, too."""


@misconception(
    squared_error_slope_is_that_of_the_output,
    the_batch_twice_costs_the_same,
    edits={"2 * (y_preds - y) / len(y)": "(y_preds - y) / len(y)"},
)
def forgets_the_two():
    """The derivative of a square brings down a 2: 2 (ŷ - y) / m."""


@misconception(*REGRESSION_STEPS, edits={" * logistic(z, deriv=True)": ""})
def skips_the_slope_of_the_output_in_regression():
    """You left out the slope of the logistic function between ŷ and z;
    multiply by logistic(z, deriv=True)."""


@misconception(
    *REGRESSION_STEPS,
    sometimes=[separable_points_are_separated],
    edits={
        "(x.T @ dz)": "(x.T @ dz) / len(y)",
        "dz.sum()": "dz.mean()",
    },
)
def takes_the_mean_twice():
    """You divided by m a second time; the mean is already in the derivative of the cost."""


@misconception(*REGRESSION_STEPS, edits={"dz.sum()": "dz.mean()"})
def averages_the_gradient_of_b():
    """You averaged the gradient of b; the 1/m is already in it, so sum over the examples."""


@misconception(descent_leaves_its_inputs_alone, edits={"ws = ws - lrate": "ws -= lrate"})
def changes_the_starting_weights():
    """You changed the caller's ws with -=; write ws = ws - …, which makes a new array."""


@misconception(
    outputs_are_those_before_the_last_update,
    edits={"return ws, b, y_preds": "return ws, b, logistic(x @ ws + b)"},
)
def returns_outputs_after_the_update():
    """You computed the outputs again after the last update;
    return those of the last epoch's forward pass."""


@misconception(
    outputs_are_those_before_the_last_update,
    edits={"return ws, b, y_preds": "return ws, b, (y_preds > 0.5).astype(float)"},
)
def returns_labels_instead_of_outputs():
    """You returned labels; return the outputs, the probabilities ŷ themselves."""


@misconception(
    *REGRESSION_STEPS,
    separable_points_are_separated,
    edits={
        "ws = ws - lrate": "ws = ws + lrate",
        "b = b - lrate": "b = b + lrate",
    },
)
def climbs_instead_of_descending():
    """You added the gradient, which climbs; gradient descent subtracts it."""


@misconception(
    hidden_layer_is_the_activation_of_a_linear_map,
    edits={"A1 = act_fs[0](Z1)": "A1 = np.tanh(Z1)"},
)
def fixes_the_hidden_activation():
    """Your hidden layer is always tanh; call act_fs[0], whatever it is."""


@misconception(
    output_layer_is_the_activation_of_a_linear_map,
    edits={"A2 = act_fs[1](Z2)": "A2 = logistic(Z2)"},
)
def fixes_the_output_activation():
    """Your output is always the logistic function; call act_fs[1], whatever it is."""


@misconception(
    output_layer_is_the_activation_of_a_linear_map,
    output_layer_steps_down_the_slope,
    hidden_layer_steps_down_the_slope,
    one_hidden_layer_learns_waves,
    edits={"A2 = act_fs[1](Z2)": "A2 = act_fs[0](Z2)"},
)
def uses_one_activation_for_both_layers():
    """You use act_fs[0] for both layers; the output layer has its own, act_fs[1]."""


@misconception(
    hidden_layer_is_the_activation_of_a_linear_map,
    edits={"x @ ws[0] + bs[0]": "x @ ws[0]"},
)
def forgets_the_hidden_bias():
    """You left out the biases of the hidden layer, bs[0]."""


@misconception(
    output_layer_is_the_activation_of_a_linear_map,
    edits={"A1 @ ws[1] + bs[1]": "A1 @ ws[1]"},
)
def forgets_the_output_bias():
    """You left out the bias of the output layer, bs[1]."""


@misconception(
    output_layer_is_the_activation_of_a_linear_map,
    one_hidden_layer_learns_waves,
    edits={"A1 @ ws[1]": "Z1 @ ws[1]"},
)
def feeds_z_to_the_next_layer():
    """You fed Z1 to the output layer; it takes A1, the values after the activation."""


@misconception(
    hidden_layer_is_the_activation_of_a_linear_map,
    examples_do_not_see_each_other,
    forward_leaves_its_inputs_alone,
    *HIDDEN_STEPS,
    training_leaves_the_data_alone,
    edits={"Z1 = x @ ws[0]": "x -= x.mean(axis=0); Z1 = x @ ws[0]"},
)
def centers_its_input_in_place():
    """You changed x itself with -=, and made every example depend on the others."""


@misconception(
    output_layer_steps_down_the_slope,
    *HIDDEN_STEPS,
    sometimes=[one_hidden_layer_learns_waves],
    edits={"dZ2 = cost_f(A2, y, deriv=True)": "dZ2 = 1 / len(x) * cost_f(A2, y, deriv=True)"},
)
def divides_by_m_again():
    """You divided by m a second time; the mean is already in the derivative of the cost."""


@misconception(
    *HIDDEN_STEPS,
    edits={
        "        dZ1 = (dZ2 @ W2.T) * act_fs[0](Z1, deriv=True)\n": "",
        "        W1 = W1 - lrate": (
            "        dZ1 = (dZ2 @ W2.T) * act_fs[0](Z1, deriv=True)\n        W1 = W1 - lrate"
        ),
    },
)
def updates_w2_before_using_it():
    """You used W2 for dZ1 after its update; compute all gradients first, then update."""


@misconception(*HIDDEN_STEPS, edits={"act_fs[0](Z1, deriv=True)": "(1 - A1**2)"})
def fixes_the_hidden_slope():
    """You used 1 - A1², the slope of tanh; call act_fs[0](Z1, deriv=True), whatever it is."""


@misconception(*HIDDEN_STEPS, edits={"act_fs[0](Z1, deriv=True)": "act_fs[0](A1, deriv=True)"})
def takes_the_slope_at_a():
    """You took the slope of the hidden activation at A1; it belongs to Z1."""


@misconception(
    *HIDDEN_STEPS,
    one_hidden_layer_learns_waves,
    edits={" * act_fs[0](Z1, deriv=True)": ""},
)
def skips_the_hidden_slope():
    """You left out the slope of the hidden activation; multiply by act_fs[0](Z1, deriv=True)."""


@misconception(
    output_layer_steps_down_the_slope,
    *HIDDEN_STEPS,
    edits={"cost_f(A2, y, deriv=True) * act_fs[1](Z2, deriv=True)": "(A2 - y) / len(y)"},
)
def fixes_the_output_gradient():
    """You always use (A2 - y) / m; that is right only for a logistic output
    under the cross-entropy."""


@misconception(
    output_layer_steps_down_the_slope,
    *HIDDEN_STEPS,
    sometimes=[values_are_those_before_the_last_update, one_hidden_layer_learns_waves],
    edits={" * act_fs[1](Z2, deriv=True)": ""},
)
def skips_the_output_slope():
    """You left out the slope of the output activation; multiply by act_fs[1](Z2, deriv=True)."""


@misconception(*HIDDEN_STEPS, edits={"lrate * (ones @ dZ1)": "lrate * dZ1.sum()"})
def adds_the_bias_gradients_of_all_units():
    """You summed the gradient of the hidden biases over the units too; sum along axis 0 only."""


@misconception(
    output_layer_steps_down_the_slope,
    *HIDDEN_STEPS,
    sometimes=[one_hidden_layer_learns_waves],
    edits={
        "b2 = b2 - lrate * (ones @ dZ2)": "pass",
        "b1 = b1 - lrate * (ones @ dZ1)": "pass",
    },
)
def leaves_the_biases_where_they_are():
    """You updated the weights only; the biases step in the same way."""


@misconception(
    values_are_those_before_the_last_update,
    edits={"[b1, b2], Z1, A1, Z2, A2": "[b1, b2], *forward_pass(x, [W1, W2], [b1, b2], act_fs)"},
)
def passes_once_more_at_the_end():
    """You ran the forward pass again after the last update; return the values of the last epoch."""


@misconception(
    output_layer_steps_down_the_slope,
    *HIDDEN_STEPS,
    values_are_those_before_the_last_update,
    training_leaves_the_data_alone,
    edits={
        "    (W1, W2), (b1, b2) = ws, bs": (
            "    x -= x.mean(axis=0)\n    (W1, W2), (b1, b2) = ws, bs"
        ),
    },
)
def centers_the_training_data():
    """You changed x itself with -=; the network must see the data as they are."""


@misconception(
    *DEEP_PASS,
    rows_do_not_see_each_other,
    *DEEP_STEPS,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    deep_networks_learn_waves,
    edits={"Zs, As = [], []": "Zs, As = [], [x]"},
)
def lists_the_input_too():
    """Your As begins with x; it should hold one entry for each layer."""


@misconception(
    *DEEP_PASS,
    deep_networks_learn_waves,
    sometimes=[every_gradient_is_the_slope_of_the_cost],
    edits={"A = act_f(Z)": "A = act_fs[0](Z)"},
)
def uses_the_first_activation_everywhere():
    """You use act_fs[0] in every layer; each layer has its own."""


@misconception(
    *DEEP_PASS,
    sometimes=[deep_networks_learn_waves],
    edits={"np.dot(A, w) + b": "np.dot(A, w)"},
)
def forgets_the_biases():
    """You left out the biases."""


@misconception(
    *DEEP_PASS,
    rows_do_not_see_each_other,
    *DEEP_STEPS,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    deep_networks_learn_waves,
    edits={"        As.append(A)": "    As.append(A)"},
)
def keeps_only_the_last_output():
    """Your As holds only the output; backpropagation needs the A of every layer."""


@misconception(
    *DEEP_PASS,
    rows_do_not_see_each_other,
    passing_leaves_its_inputs_alone,
    *DEEP_STEPS,
    deep_training_leaves_the_data_alone,
    edits={"        Z = np.dot(A, w)": "        A -= A.mean(axis=0)\n        Z = np.dot(A, w)"},
)
def centers_every_layer():
    """You subtract the mean of the batch in every layer,
    so that the examples depend on each other."""


@misconception(
    *DEEP_STEPS,
    edits={
        "            if l > 0:\n                dA = np.dot(dZ, ws[l].T)\n": "",
        "            bs[l] = bs[l] -": (
            "            dA = np.dot(dZ, ws[l].T)\n            bs[l] = bs[l] -"
        ),
    },
)
def carries_back_through_updated_weights():
    """You carried the error back through ws[l] after its update;
    use the weights of the forward pass."""


@misconception(
    *DEEP_STEPS,
    deep_networks_learn_waves,
    sometimes=[lists_are_those_before_the_last_update],
    edits={
        "dZ = dA * act_fs[l](Zs[l], deriv=True)": (
            "dZ = dA if l == len(ws) - 1 else dA * act_fs[l](Zs[l], deriv=True)"
        ),
    },
)
def skips_the_slope_of_the_last_layer():
    """You left out the slope of the output activation; every layer multiplies by its own."""


@misconception(
    *DEEP_STEPS,
    edits={
        "dZ = dA * act_fs[l](Zs[l], deriv=True)": (
            "dZ = dA * (act_fs[l](Zs[l], deriv=True) if l == len(ws) - 1 else 1 - As[l] ** 2)"
        ),
    },
)
def takes_tanh_for_granted():
    """You used 1 - A², the slope of tanh, in every hidden layer;
    call act_fs[l](Zs[l], deriv=True)."""


@misconception(
    *DEEP_STEPS,
    edits={
        "dZ = dA * act_fs[l](Zs[l], deriv=True)": (
            "dZ = lrate * (As[l] - y) / len(y) if l == len(ws) - 1 else dA * act_fs[l](Zs[l],"
            " deriv=True)"
        ),
    },
)
def takes_logistic_output_and_cross_entropy_for_granted():
    """You always start from (ŷ - y) / m;
    that is right only for a logistic output under the cross-entropy."""


@misconception(*DEEP_STEPS, edits={"lrate * cost_f(As[-1]": "lrate * cross_entropy(As[-1]"})
def ignores_the_cost_function():
    """You always use the cross-entropy; call cost_f, whatever it is."""


@misconception(
    *DEEP_STEPS,
    sometimes=[deep_networks_learn_waves],
    edits={"reversed(range(len(ws)))": "reversed(range(1, len(ws)))"},
)
def never_trains_the_first_layer():
    """Your loop stops before the first layer, whose number in the lists is 0."""


@misconception(
    *DEEP_STEPS,
    sometimes=[deep_networks_learn_waves],
    edits={"As[l - 1] if l > 0 else x": "As[l - 1]"},
)
def forgets_that_the_first_layer_sees_x():
    """Below the first layer lies x; As[-1] is the output."""


@misconception(
    *DEEP_STEPS,
    sometimes=[deep_networks_learn_waves],
    edits={"np.dot(row_of_ones, dZ)": "np.dot(row_of_ones, dZ) / len(x)"},
)
def averages_the_gradients_of_the_biases():
    """You averaged the gradients of the biases;
    the 1/m is already in them, so sum over the examples."""


@misconception(
    lists_are_those_before_the_last_update,
    edits={"return ws, bs, Zs, As": "return ws, bs, *forward_pass(x, ws, bs, act_fs)"},
)
def passes_again_at_the_end():
    """You ran the forward pass again after the last update; return the lists of the last epoch."""


@misconception(
    *DEEP_STEPS,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    edits={
        "    ws, bs = list(ws), list(bs)": (
            "    x -= x.mean(axis=0)\n    ws, bs = list(ws), list(bs)"
        ),
    },
)
def centers_the_data_of_deep_networks():
    """You changed x itself with -=; the network must see the data as they are."""
