"""Mistakes that students make in assignment 3, and the checks that see them."""

from autograder.checks import misconception
from autograder_tests.ps3_relu_network.checks import (
    FULL_BACKWARD,
    FULL_FORWARD,
    HISTORIES,
    LAYER_BACKWARD,
    PREDICTION,
    STEPS,
    TRAINING,
    a_relu_layer_applies_your_relu,
    a_second_training_goes_on,
    a_sigmoid_layer_applies_your_sigmoid,
    activations_come_from_the_architecture,
    backward_follows_the_named_activations,
    converting_leaves_the_probabilities_alone,
    every_layer_works_on_the_one_before,
    exactly_one_half_is_label_0,
    examples_do_not_see_each_other,
    full_backward_leaves_everything_alone,
    full_forward_leaves_everything_alone,
    gradients_behind_relu_are_slopes_of_the_mean,
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    histories_are_measured_before_every_tenth_update,
    layer_backward_leaves_its_inputs_alone,
    layer_forward_leaves_its_inputs_alone,
    outputs_of_exactly_0_or_1_do_no_harm,
    progress_is_printed_every_1000_epochs,
    relu_backward_leaves_its_inputs_alone,
    relu_is_the_layer_by_default,
    relu_keeps_what_is_positive,
    relu_leaves_its_input_alone,
    sigmoid_backward_leaves_its_inputs_alone,
    sigmoid_is_the_logistic_function,
    sigmoid_leaves_its_input_alone,
    sigmoids_of_opposite_numbers_add_to_1,
    the_batch_twice_changes_no_gradient,
    the_batch_twice_has_the_same_gradients,
    the_derivative_passes_where_the_unit_is_on,
    the_error_reaches_every_layer,
    the_layer_before_a_relu_gets_its_derivative,
    the_layer_before_a_sigmoid_gets_its_derivative,
    the_layer_is_a_linear_map,
    the_memory_holds_the_way,
    the_relu_hands_back_less_for_less,
    the_sigmoid_hands_back_twice_for_twice,
    the_slope_of_the_sigmoid_is_multiplied_in,
    train_leaves_the_data_alone,
    train_returns_the_parameters_and_keeps_the_rate,
    training_learns_two_rings,
    training_repeats_your_own_steps,
)


@misconception(
    sigmoid_is_the_logistic_function,
    training_learns_two_rings,
    edits={"np.exp(-Z)": "np.exp(Z)"},
)
def forgets_the_minus_in_the_sigmoid():
    """You left out the minus: the sigmoid is 1 / (1 + exp(-Z)), and grows with Z."""


@misconception(
    sigmoid_is_the_logistic_function,
    sigmoids_of_opposite_numbers_add_to_1,
    training_learns_two_rings,
    sometimes=[training_repeats_your_own_steps, a_second_training_goes_on],
    edits={"1 / (1 + np.exp(-Z))": "np.tanh(Z)"},
)
def ends_in_tanh():
    """Your sigmoid is tanh, between -1 and 1; a probability lies between 0 and 1."""


@misconception(
    sigmoid_leaves_its_input_alone,
    a_sigmoid_layer_applies_your_sigmoid,
    sigmoid_backward_leaves_its_inputs_alone,
    layer_backward_leaves_its_inputs_alone,
    full_backward_leaves_everything_alone,
    edits={"return 1 / (1 + np.exp(-Z))": "Z *= -1; return 1 / (1 + np.exp(Z))"},
)
def negates_z_in_place():
    """Your sigmoid changed Z itself with *=; write -Z, which makes a new array."""


@misconception(
    relu_keeps_what_is_positive,
    sometimes=[training_learns_two_rings],
    edits={"np.maximum(Z, 0)": "np.abs(Z)"},
)
def takes_the_absolute_value():
    """Your relu is the absolute value; negative entries become 0."""


@misconception(
    relu_keeps_what_is_positive,
    edits={"np.maximum(Z, 0)": "np.where(Z > 0, Z, 0.01 * Z)"},
)
def lets_the_relu_leak():
    """Your relu lets a hundredth of negative entries pass; here they become 0."""


@misconception(
    relu_keeps_what_is_positive,
    sometimes=[examples_do_not_see_each_other, training_learns_two_rings],
    edits={"np.maximum(Z, 0)": "np.clip(Z, 0, 1)"},
)
def caps_the_relu_at_1():
    """Your relu stops at 1; positive entries stay as they are."""


@misconception(
    relu_keeps_what_is_positive,
    sometimes=[*FULL_FORWARD, training_learns_two_rings],
    edits={"np.maximum(Z, 0)": "(Z > 0) * 1.0"},
)
def returns_a_step_for_the_relu():
    """Your relu returns 1 for positive entries; it should return the entries themselves."""


@misconception(
    relu_leaves_its_input_alone,
    the_layer_is_a_linear_map,
    edits={"return np.maximum(Z, 0)": "Z[Z < 0] = 0; return Z"},
)
def rectifies_in_place():
    """Your relu changed Z itself; make a new array, because Z is needed again."""


@misconception(
    the_layer_is_a_linear_map,
    sometimes=[training_learns_two_rings],
    edits={"Z_curr += b_curr": "pass"},
)
def forgets_the_bias():
    """You left out b; a layer computes W A_prev + b."""


@misconception(
    the_layer_is_a_linear_map,
    sometimes=[*FULL_FORWARD, training_learns_two_rings],
    edits={"Z_curr += b_curr": "Z_curr += b_curr.sum()"},
)
def adds_all_biases_to_every_unit():
    """You added the sum of all biases to every unit; each unit has its own."""


@misconception(
    the_layer_is_a_linear_map,
    sometimes=[*FULL_FORWARD, training_learns_two_rings],
    edits={"np.dot(W_curr, A_prev)\n": "np.dot(np.abs(W_curr), A_prev)\n"},
)
def takes_weights_for_positive():
    """Your Z uses the sizes of the weights only; their signs matter: Z = W A_prev + b."""


@misconception(
    a_sigmoid_layer_applies_your_sigmoid,
    training_learns_two_rings,
    sometimes=FULL_FORWARD,
    edits={
        'self.relu(Z_curr) if activation == "relu" else self.sigmoid(Z_curr)': "self.relu(Z_curr)",
    },
)
def always_applies_relu():
    """You always apply relu; the argument activation says which function it is."""


@misconception(
    a_relu_layer_applies_your_relu,
    sometimes=[training_learns_two_rings],
    edits={
        'self.relu(Z_curr) if activation == "relu" else self.sigmoid(Z_curr)': (
            "self.sigmoid(Z_curr)"
        ),
    },
)
def always_applies_the_sigmoid():
    """You always apply the sigmoid; the argument activation says which function it is."""


@misconception(
    the_layer_is_a_linear_map,
    a_relu_layer_applies_your_relu,
    a_sigmoid_layer_applies_your_sigmoid,
    *STEPS,
    edits={
        'return self.relu(Z_curr) if activation == "relu" else self.sigmoid(Z_curr), Z_curr': (
            'return Z_curr, self.relu(Z_curr) if activation == "relu" else self.sigmoid(Z_curr)'
        ),
    },
)
def returns_z_before_a():
    """You returned Z first; the order is A, then Z."""


@misconception(
    the_layer_is_a_linear_map,
    layer_forward_leaves_its_inputs_alone,
    examples_do_not_see_each_other,
    full_forward_leaves_everything_alone,
    training_repeats_your_own_steps,
    sometimes=[training_learns_two_rings],
    edits={"Z_curr = np.dot(W_curr, A_prev)": "W_curr *= 1.01; Z_curr = np.dot(W_curr, A_prev)"},
)
def rescales_the_weights_in_place():
    """You changed the weights during forward propagation; only update moves parameters."""


@misconception(
    *FULL_FORWARD,
    the_memory_holds_the_way,
    *TRAINING,
    edits={"enumerate(self.architecture, start=1)": "enumerate(self.architecture[:-1], start=1)"},
)
def leaves_out_the_last_layer():
    """You stop one layer too early; the last layer gives the output."""


@misconception(
    every_layer_works_on_the_one_before,
    activations_come_from_the_architecture,
    sometimes=[examples_do_not_see_each_other, training_learns_two_rings],
    edits={', layer["activation"])': ")"},
)
def forgets_to_name_the_activation():
    """You do not hand on the activation, so the last layer is a ReLU; pass layer["activation"]."""


@misconception(
    the_memory_holds_the_way,
    *TRAINING,
    edits={'memory[f"A{number - 1}"] = A_curr': 'memory[f"A{number}"] = A_curr'},
)
def shifts_the_memory_by_one():
    """Your memory starts at A1; the input of layer 1 is A0."""


@misconception(
    every_layer_works_on_the_one_before,
    the_memory_holds_the_way,
    activations_come_from_the_architecture,
    *STEPS,
    edits={'A_curr, memory[f"Z{number}"] =': 'memory[f"Z{number}"], A_curr ='},
)
def passes_z_on_to_the_next_layer():
    """You hand Z on to the next layer; what goes on is A, the first value a layer returns."""


@misconception(
    *FULL_FORWARD,
    the_memory_holds_the_way,
    full_forward_leaves_everything_alone,
    train_leaves_the_data_alone,
    edits={"A_curr, memory = X, {}": "X -= X.mean(axis=1, keepdims=True); A_curr, memory = X, {}"},
)
def centers_the_inputs_in_place():
    """You changed X itself with -=; the network works on the inputs as they are."""


@misconception(exactly_one_half_is_label_0, edits={"probs > 0.5": "probs >= 0.5"})
def takes_one_half_for_class_1():
    """You used >=; a probability of exactly 0.5 is label 0 here."""


@misconception(*PREDICTION, edits={"probs > 0.5": "probs > 0"})
def compares_with_zero():
    """You compared with 0, but probabilities are always above 0; the threshold is 0.5."""


@misconception(*PREDICTION, edits={"np.ravel(probs > 0.5).astype(int)": "np.ravel(probs)"})
def returns_probabilities():
    """You returned the probabilities; compare them with 0.5 to get labels."""


@misconception(
    *PREDICTION,
    edits={"np.ravel(probs > 0.5).astype(int)": "(probs > 0.5).astype(int)"},
)
def keeps_the_labels_in_a_row():
    """Your labels have shape (1, m); make them flat, (m,), with np.ravel."""


@misconception(
    converting_leaves_the_probabilities_alone,
    training_repeats_your_own_steps,
    training_learns_two_rings,
    edits={
        "return np.ravel(probs > 0.5).astype(int)": (
            "probs[probs > 0.5] = 1; probs[probs <= 0.5] = 0; return probs.ravel()"
        ),
    },
)
def overwrites_the_probabilities():
    """You wrote the labels into the array of probabilities; make a new array."""


@misconception(
    the_slope_of_the_sigmoid_is_multiplied_in,
    the_sigmoid_hands_back_twice_for_twice,
    training_learns_two_rings,
    edits={"dA * A * (1 - A)": "A * (1 - A)"},
)
def returns_the_slope_alone():
    """You returned the slope of the sigmoid; multiply it by dA."""


@misconception(
    the_slope_of_the_sigmoid_is_multiplied_in,
    sometimes=[training_learns_two_rings],
    edits={"dA * A * (1 - A)": "dA * (1 - A)"},
)
def forgets_half_of_the_slope():
    """You multiplied by 1 - A; the slope of the sigmoid is A (1 - A)."""


@misconception(
    the_slope_of_the_sigmoid_is_multiplied_in,
    sometimes=[*STEPS, train_returns_the_parameters_and_keeps_the_rate],
    edits={"A = self.sigmoid(Z)": "A = Z"},
)
def takes_z_for_its_sigmoid():
    """You used Z (1 - Z); the slope is A (1 - A) with A = sigmoid(Z)."""


@misconception(
    the_slope_of_the_sigmoid_is_multiplied_in,
    sometimes=[training_learns_two_rings],
    edits={"dA * A * (1 - A)": "dA * (1 - A**2)"},
)
def takes_the_slope_of_tanh():
    """You used 1 - A², the slope of tanh; that of the sigmoid is A (1 - A)."""


@misconception(
    sigmoid_backward_leaves_its_inputs_alone,
    layer_backward_leaves_its_inputs_alone,
    edits={"return dA * A * (1 - A)": "dA *= A * (1 - A); return dA"},
)
def multiplies_the_derivative_in_place():
    """Your sigmoid_backward changed dA with *=; make a new array."""


@misconception(
    the_derivative_passes_where_the_unit_is_on,
    the_relu_hands_back_less_for_less,
    training_learns_two_rings,
    edits={"dA * (Z > 0)": "dA * (dA > 0)"},
)
def looks_at_the_sign_of_the_derivative():
    """You let dA pass where dA is positive; what decides is the sign of Z."""


@misconception(
    the_derivative_passes_where_the_unit_is_on,
    the_relu_hands_back_less_for_less,
    training_learns_two_rings,
    edits={"dA * (Z > 0)": "np.where(Z > 0, 1.0, 0.0)"},
)
def returns_the_gate_alone():
    """You returned the slope of relu, 0 or 1; multiply it by dA."""


@misconception(
    the_derivative_passes_where_the_unit_is_on,
    sometimes=[progress_is_printed_every_1000_epochs, training_learns_two_rings],
    edits={"dA * (Z > 0)": "dA * np.maximum(Z, 0)"},
)
def multiplies_by_relu_itself():
    """You multiplied dA by relu(Z); its slope is 1 where Z is positive, whatever the size of Z."""


@misconception(
    the_derivative_passes_where_the_unit_is_on,
    sometimes=[training_learns_two_rings],
    edits={"dA * (Z > 0)": "dA * (Z < 0)"},
)
def opens_the_gate_the_wrong_way():
    """You let dA pass where Z is negative; it passes where Z is positive."""


@misconception(
    relu_backward_leaves_its_inputs_alone,
    edits={"return dA * (Z > 0)": "dA[Z < 0] = 0; return dA"},
)
def closes_the_gate_in_place():
    """Your relu_backward changed dA itself; make a new array."""


@misconception(
    *LAYER_BACKWARD,
    training_learns_two_rings,
    edits={
        "np.dot(dZ_curr, A_prev.T) / m": "np.dot(dZ_curr, A_prev.T)",
        "averaging_column(m)": "np.ones((m, 1))",
    },
)
def sums_the_gradients():
    """You summed the gradients over the examples; divide dW and db by m."""


@misconception(
    the_layer_before_a_relu_gets_its_derivative,
    the_layer_before_a_sigmoid_gets_its_derivative,
    the_batch_twice_changes_no_gradient,
    sometimes=[training_learns_two_rings],
    edits={"np.dot(W_curr.T, dZ_curr)": "np.dot(W_curr.T, dZ_curr) / m"},
)
def divides_the_way_back_by_m():
    """You divided dA_prev by m; it is about single examples, and only dW and db are means."""


@misconception(
    *LAYER_BACKWARD,
    sometimes=[training_learns_two_rings],
    edits={
        "np.dot(dZ_curr, A_prev.T) / m": "np.dot(dZ_curr, A_prev.T) / A_prev.shape[0]",
        "averaging_column(m)": "np.full((m, 1), 1 / A_prev.shape[0])",
    },
)
def divides_by_the_units():
    """You divided by the number of rows of A_prev;
    m, the number of examples, is A_prev.shape[1]."""


@misconception(
    *LAYER_BACKWARD,
    *STEPS,
    histories_are_measured_before_every_tenth_update,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    sometimes=[progress_is_printed_every_1000_epochs],
    edits={"np.dot(dZ_curr, averaging_column(m))": "dZ_curr.mean(axis=1)"},
)
def flattens_the_bias_gradients():
    """Your db has lost an axis; keep it a column, with keepdims=True."""


@misconception(
    gradients_behind_relu_are_slopes_of_the_mean,
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    sometimes=[training_learns_two_rings],
    edits={"np.dot(dZ_curr, averaging_column(m))": "np.full((len(dZ_curr), 1), dZ_curr.sum() / m)"},
)
def adds_the_bias_gradients_of_all_units():
    """You summed db over the units too; sum along axis 1 only."""


@misconception(
    gradients_behind_relu_are_slopes_of_the_mean,
    the_layer_before_a_relu_gets_its_derivative,
    sometimes=[training_learns_two_rings],
    edits={"dZ_curr = self.relu_backward(dA_curr, Z_curr)": "dZ_curr = dA_curr"},
)
def skips_the_slope_of_relu():
    """Behind a ReLU you took dA for dZ; call self.relu_backward(dA, Z)."""


@misconception(
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    the_layer_before_a_sigmoid_gets_its_derivative,
    relu_is_the_layer_by_default,
    training_learns_two_rings,
    sometimes=[*FULL_BACKWARD, a_second_training_goes_on],
    edits={'if activation == "relu":': "if True:"},
)
def always_goes_back_through_relu():
    """You always use relu_backward; the argument activation says which function it is."""


@misconception(
    gradients_behind_relu_are_slopes_of_the_mean,
    the_layer_before_a_relu_gets_its_derivative,
    relu_is_the_layer_by_default,
    edits={'if activation == "relu":': "if False:"},
)
def always_goes_back_through_the_sigmoid():
    """You always use sigmoid_backward; the argument activation says which function it is."""


@misconception(
    *LAYER_BACKWARD,
    the_layer_before_a_relu_gets_its_derivative,
    the_layer_before_a_sigmoid_gets_its_derivative,
    relu_is_the_layer_by_default,
    *FULL_BACKWARD,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    *TRAINING,
    edits={"return dA_prev, dW_curr, db_curr": "return dW_curr, db_curr, dA_prev"},
)
def returns_the_three_in_another_order():
    """You returned the three derivatives in another order; it is dA_prev, dW, db."""


@misconception(*FULL_BACKWARD, edits={"(Y_hat - Y) / (Y_hat * (1 - Y_hat))": "Y_hat - Y"})
def counts_the_sigmoid_twice():
    """You started from Y_hat - Y, the derivative at Z;
    the derivative at Y_hat is (Y_hat - Y) / (Y_hat (1 - Y_hat))."""


@misconception(
    *FULL_BACKWARD,
    training_learns_two_rings,
    edits={"(Y_hat - Y) / (": "(Y - Y_hat) / ("},
)
def climbs_instead_of_descending():
    """Your gradients have the wrong sign; the derivative of the cost has Y_hat - Y on top."""


@misconception(
    *FULL_BACKWARD,
    training_learns_two_rings,
    edits={"(Y_hat - Y) / (": "(Y_hat - Y) / Y.shape[1] / ("},
)
def divides_by_m_twice():
    """You divided by m at the start, and each layer divides again; count the mean once."""


@misconception(
    *FULL_BACKWARD,
    training_learns_two_rings,
    edits={"(Y_hat - Y) / (Y_hat * (1 - Y_hat))": "-Y / Y_hat"},
)
def learns_from_class_1_only():
    """Your start leaves out the examples of class 0, the term (1 - Y) / (1 - Y_hat)."""


@misconception(
    outputs_of_exactly_0_or_1_do_no_harm,
    edits={"np.clip(Y_hat, SMALLEST, 1 - SMALLEST)": "Y_hat"},
)
def divides_by_a_saturated_output():
    """An output of exactly 0 or 1 makes your start 0/0, which is nan; clip Y_hat first."""


@misconception(
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    *TRAINING,
    edits={"range(len(self.architecture), 0, -1)": "range(len(self.architecture), 1, -1)"},
)
def stops_before_the_first_layer():
    """Your loop stops before layer 1; range(L, 0, -1) counts down to 1."""


@misconception(
    full_backward_leaves_everything_alone,
    training_repeats_your_own_steps,
    edits={
        "    return grads_values": """    for name in self.params_values:
        self.params_values[name] = self.params_values[name] - 0.1 * grads_values["d" + name]
    return grads_values""",
    },
)
def steps_on_the_way_back():
    """You moved the parameters during backward propagation;
    return the gradients and leave the step to update."""


@misconception(
    histories_are_measured_before_every_tenth_update,
    edits={
        "        if epoch % 10 == 0:": (
            "        self.update(self.full_backward_propagation(Y_hat, Y, memory))\n"
            "        Y_hat, _ = self.full_forward_propagation(X)\n"
            "        if epoch % 10 == 0:"
        ),
        "        self.update(self.full_backward_propagation(Y_hat, Y, memory))\n    return": (
            "    return"
        ),
    },
)
def measures_after_the_update():
    """You measured after the update; the first entry belongs to the starting parameters."""


@misconception(*HISTORIES, edits={"if epoch % 10 == 0:": "if True:"})
def measures_in_every_epoch():
    """You measured in every epoch; the lists hold epochs 0, 10, 20 and so on."""


@misconception(*HISTORIES, edits={"if epoch % 10 == 0:": "if epoch % 10 == 9:"})
def measures_at_the_end_of_ten():
    """You measured in epochs 9, 19, …; the lists hold epochs 0, 10, 20 and so on."""


@misconception(
    training_repeats_your_own_steps,
    *HISTORIES,
    edits={"progress(epochs)": "progress(epochs - 1)"},
)
def trains_one_epoch_too_few():
    """You trained one epoch less than asked for; range(n) counts from 0 to n - 1."""


@misconception(
    a_second_training_goes_on,
    edits={
        "self.cost_history, self.accuracy_history = [], []": (
            "self.cost_history = getattr(self, 'cost_history', []); self.accuracy_history ="
            " getattr(self, 'accuracy_history', [])"
        ),
    },
)
def keeps_the_old_histories():
    """Your lists go on growing when train is called again; start new ones in every call."""


@misconception(
    *STEPS,
    edits={
        "self.update(self.full_backward_propagation(Y_hat, Y, memory))\n    return": (
            "self.full_backward_propagation(Y_hat, Y, memory)\n    return"
        ),
    },
)
def forgets_to_update():
    """Your parameters never change: hand the gradients to self.update."""


@misconception(
    *STEPS,
    histories_are_measured_before_every_tenth_update,
    edits={
        (
            "    for epoch in progress(epochs):\n"
            "        Y_hat, memory = self.full_forward_propagation(X)"
        ): (
            "    Y_hat, memory = self.full_forward_propagation(X)\n"
            "    for epoch in progress(epochs):"
        ),
    },
)
def goes_forward_only_once():
    """You go forward once, before the loop; every epoch needs the outputs of its own parameters."""


@misconception(
    train_returns_the_parameters_and_keeps_the_rate,
    edits={"return self.params_values": "return None"},
)
def returns_nothing_from_train():
    """Your train returns nothing; return self.params_values."""


@misconception(
    progress_is_printed_every_1000_epochs,
    edits={"if verbose and": "if not verbose and"},
)
def prints_when_it_should_not():
    """verbose decides what is printed: cost and accuracy of epochs 0, 1000, 2000, …, or nothing."""
