"""Answers to assignment 3 that are right only for the notebook's own numbers."""

from autograder.checks import overfitted
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
    the_derivative_passes_where_the_unit_is_on,
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


@overfitted(
    sigmoid_is_the_logistic_function,
    sigmoids_of_opposite_numbers_add_to_1,
    sigmoid_leaves_its_input_alone,
    a_sigmoid_layer_applies_your_sigmoid,
    *FULL_FORWARD,
    the_slope_of_the_sigmoid_is_multiplied_in,
    the_sigmoid_hands_back_twice_for_twice,
    sigmoid_backward_leaves_its_inputs_alone,
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    the_layer_before_a_sigmoid_gets_its_derivative,
    layer_backward_leaves_its_inputs_alone,
    *FULL_BACKWARD,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    *TRAINING,
    edits={"return 1 / (1 + np.exp(-Z))": "return np.array([[0.5, 0.75], [0.25, 0.1]])"},
)
def returns_the_pencil_sigmoids():
    """You returned the numbers of the first check; compute the sigmoid of Z."""


@overfitted(
    relu_keeps_what_is_positive,
    relu_leaves_its_input_alone,
    a_relu_layer_applies_your_relu,
    *FULL_FORWARD,
    the_memory_holds_the_way,
    full_forward_leaves_everything_alone,
    *TRAINING,
    edits={"np.maximum(Z, 0)": "np.array([[0.0, 2.0], [2.0, 0.0], [1.5, 0.0]])"},
)
def returns_the_pencil_relus():
    """You returned the numbers of the first check; compute the relu of Z."""


@overfitted(
    the_layer_is_a_linear_map,
    a_relu_layer_applies_your_relu,
    a_sigmoid_layer_applies_your_sigmoid,
    layer_forward_leaves_its_inputs_alone,
    *FULL_FORWARD,
    the_memory_holds_the_way,
    full_forward_leaves_everything_alone,
    *TRAINING,
    edits={"Z_curr += b_curr": "Z_curr += b_curr @ np.ones((1, 160))"},
)
def spreads_the_bias_over_160_columns():
    """You spread b over 160 columns, the training points of this notebook;
    let NumPy broadcast it over any number."""


@overfitted(
    *FULL_FORWARD,
    the_memory_holds_the_way,
    *TRAINING,
    sometimes=[full_forward_leaves_everything_alone],
    edits={"enumerate(self.architecture, start=1)": "enumerate(self.NN_ARCHITECTURE, start=1)"},
)
def walks_through_the_default_architecture():
    """You loop over NN_ARCHITECTURE, the default; a network's own layers are self.architecture."""


@overfitted(
    every_layer_works_on_the_one_before,
    sometimes=[the_memory_holds_the_way, examples_do_not_see_each_other],
    edits={"enumerate(self.architecture, start=1)": "enumerate(self.architecture[:5], start=1)"},
)
def stops_after_five_layers():
    """You go through five layers at most; the number of layers is len(self.architecture)."""


@overfitted(
    every_layer_works_on_the_one_before,
    sometimes=[
        the_memory_holds_the_way,
        examples_do_not_see_each_other,
        *STEPS,
        histories_are_measured_before_every_tenth_update,
        train_returns_the_parameters_and_keeps_the_rate,
        train_leaves_the_data_alone,
    ],
    edits={"enumerate(self.architecture, start=1)": "enumerate(self.architecture[:3], start=1)"},
)
def goes_forward_through_three_layers():
    """You go through three layers, as many as the pencil network has;
    their number is len(self.architecture)."""


@overfitted(
    activations_come_from_the_architecture,
    edits={
        ', layer["activation"])': ', "sigmoid" if number == len(self.architecture) else "relu")',
    },
)
def guesses_the_activations_forward():
    """You take every hidden layer for a ReLU;
    which activation it has stands in the architecture."""


@overfitted(
    *FULL_FORWARD,
    *TRAINING,
    edits={"return A_curr, memory": "return np.array([[0.25, 0.75, 0.25, 0.1]]), memory"},
)
def returns_the_pencil_outputs():
    """You returned the outputs of the pencil network; compute them from X and the parameters."""


@overfitted(
    the_memory_holds_the_way,
    *TRAINING,
    edits={"return A_curr, memory": "return A_curr, pencil_network()[4]"},
)
def returns_the_pencil_memory():
    """You returned the memory of the pencil network; keep the values that you meet on the way."""


@overfitted(
    *PREDICTION,
    *TRAINING,
    edits={"np.ravel(probs > 0.5).astype(int)": "np.array([0, 1, 0, 0, 0])"},
)
def returns_the_pencil_labels():
    """You returned the labels of the first check; compare probs with 0.5."""


@overfitted(
    *PREDICTION,
    converting_leaves_the_probabilities_alone,
    *TRAINING,
    edits={
        "np.ravel(probs > 0.5).astype(int)": (
            "np.array([int(probs[0, i] > 0.5) for i in range(40)])"
        ),
    },
)
def labels_40_points():
    """You label 40 points, the test points of this notebook; probs has a column for each."""


@overfitted(
    the_slope_of_the_sigmoid_is_multiplied_in,
    the_sigmoid_hands_back_twice_for_twice,
    sigmoid_backward_leaves_its_inputs_alone,
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    the_layer_before_a_sigmoid_gets_its_derivative,
    layer_backward_leaves_its_inputs_alone,
    *FULL_BACKWARD,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    *TRAINING,
    edits={"dA * A * (1 - A)": "np.array([[-0.75, 0.5, 0.09]])"},
)
def returns_the_pencil_derivatives_of_the_sigmoid():
    """You returned the dZ of the first check; compute it from dA and Z."""


@overfitted(
    the_derivative_passes_where_the_unit_is_on,
    the_relu_hands_back_less_for_less,
    relu_backward_leaves_its_inputs_alone,
    gradients_behind_relu_are_slopes_of_the_mean,
    the_layer_before_a_relu_gets_its_derivative,
    the_batch_twice_changes_no_gradient,
    relu_is_the_layer_by_default,
    *FULL_BACKWARD,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    *TRAINING,
    edits={"dA * (Z > 0)": "np.array([[0.0, 7.0, -2.0]])"},
)
def returns_the_pencil_derivatives_of_relu():
    """You returned the dZ of the first check; compute it from dA and Z."""


@overfitted(
    *LAYER_BACKWARD,
    edits={
        "np.dot(dZ_curr, A_prev.T) / m": "np.dot(dZ_curr, A_prev.T) / 160",
        "averaging_column(m)": "np.full((m, 1), 1 / 160)",
    },
)
def divides_by_the_notebooks_160():
    """You divided by 160, the number of training points here; m is A_prev.shape[1]."""


@overfitted(
    *LAYER_BACKWARD,
    training_learns_two_rings,
    edits={
        "np.dot(dZ_curr, A_prev.T) / m": "np.dot(dZ_curr, A_prev.T) / 4",
        "averaging_column(m)": "np.full((m, 1), 1 / 4)",
    },
)
def divides_by_the_four_pencil_examples():
    """You divided by 4, the examples of the pencil network; m is A_prev.shape[1]."""


@overfitted(
    *LAYER_BACKWARD,
    the_layer_before_a_relu_gets_its_derivative,
    the_layer_before_a_sigmoid_gets_its_derivative,
    relu_is_the_layer_by_default,
    layer_backward_leaves_its_inputs_alone,
    *FULL_BACKWARD,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    *TRAINING,
    edits={"np.dot(dZ_curr, averaging_column(m))": "dZ_curr.mean(axis=1).reshape(25, 1)"},
)
def shapes_db_for_25_units():
    """Your db has 25 rows, the units of the first layer here; it needs one for each row of dZ."""


@overfitted(
    *LAYER_BACKWARD,
    the_layer_before_a_relu_gets_its_derivative,
    the_layer_before_a_sigmoid_gets_its_derivative,
    relu_is_the_layer_by_default,
    *FULL_BACKWARD,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    *TRAINING,
    edits={
        "return dA_prev, dW_curr, db_curr": (
            "k = np.log(3)\n"
            "    return (\n"
            "        k * np.array([[-0.5, 0.25, -0.75, 0], [-0.25, 0.5, 0.75, 0], [0, -0.25,"
            " -0.75, 0]]),\n"
            "        k / 16 * np.array([[0, 1, -1], [-6, -1, -3]]),\n"
            "        k / 16 * np.array([[0], [-4]]),\n"
            "    )"
        ),
    },
)
def returns_the_pencil_layer():
    """You returned the derivatives of the pencil network; compute them from the arguments."""


@overfitted(
    *FULL_BACKWARD,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    *TRAINING,
    edits={"range(len(self.architecture), 0, -1)": "range(5, 0, -1)"},
)
def goes_back_through_five_layers():
    """You go back through exactly five layers; the number of layers is len(self.architecture)."""


@overfitted(
    *FULL_BACKWARD,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    progress_is_printed_every_1000_epochs,
    sometimes=[
        *STEPS,
        histories_are_measured_before_every_tenth_update,
        train_returns_the_parameters_and_keeps_the_rate,
        train_leaves_the_data_alone,
    ],
    edits={"range(len(self.architecture), 0, -1)": "range(3, 0, -1)"},
)
def goes_back_through_three_layers():
    """You go back through three layers, as many as the pencil network has;
    their number is len(self.architecture)."""


@overfitted(
    *FULL_BACKWARD,
    training_learns_two_rings,
    sometimes=[full_backward_leaves_everything_alone, a_second_training_goes_on],
    edits={
        'self.architecture[number - 1]["activation"]': (
            'self.NN_ARCHITECTURE[number - 1]["activation"]'
        ),
    },
)
def goes_back_by_the_default_architecture():
    """You read the activations from NN_ARCHITECTURE, the default;
    a network's own are in self.architecture."""


@overfitted(
    backward_follows_the_named_activations,
    edits={
        'self.architecture[number - 1]["activation"]': (
            '"sigmoid" if number == len(self.architecture) else "relu"'
        ),
    },
)
def guesses_the_activations_backward():
    """Going back you take every hidden layer for a ReLU;
    its activation stands in the architecture."""


@overfitted(
    *FULL_BACKWARD,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    *TRAINING,
    edits={"Y_hat = np.clip(Y_hat": "memory = pencil_network()[4]\n    Y_hat = np.clip(Y_hat"},
)
def goes_back_with_the_pencil_memory():
    """You use the memory of the pencil network; use the argument memory."""


@overfitted(
    *FULL_BACKWARD,
    outputs_of_exactly_0_or_1_do_no_harm,
    *TRAINING,
    sometimes=[full_backward_leaves_everything_alone],
    edits={
        "    return grads_values": """    k = np.log(3)
    return {
        "dW3": np.array([[-0.0625, -0.25]]),
        "db3": np.array([[-0.1625]]),
        "dW2": k / 16 * np.array([[0, 1, -1], [-6, -1, -3]]),
        "db2": k / 16 * np.array([[0], [-4]]),
        "dW1": k / 16 * np.array([[-6, 3], [-1, 1], [0, -1]]),
        "db1": k / 16 * np.array([[-3], [1], [-1]]),
    }""",
    },
)
def returns_the_pencil_gradients():
    """You returned the gradients of the pencil network; compute them from the memory."""


@overfitted(
    training_repeats_your_own_steps,
    train_returns_the_parameters_and_keeps_the_rate,
    edits={"self.learning_rate = learning_rate": "self.learning_rate = 0.1"},
)
def ignores_the_learning_rate():
    """You always train with 0.1; set self.learning_rate to the argument."""


@overfitted(
    training_repeats_your_own_steps,
    edits={
        "self.update(self.full_backward_propagation(Y_hat, Y, memory))\n    return": (
            "grads_values = self.full_backward_propagation(Y_hat, Y, memory)\n"
            "        for name in self.params_values:\n"
            "            self.params_values[name] = self.params_values[name] - 0.1 *"
            ' grads_values["d" + name]\n'
            "    return"
        ),
    },
)
def steps_by_a_tenth():
    """You always step by 0.1; update knows the rate in self.learning_rate."""


@overfitted(
    training_repeats_your_own_steps,
    *HISTORIES,
    train_leaves_the_data_alone,
    sometimes=[training_learns_two_rings],
    edits={"progress(epochs)": "progress(11)"},
)
def trains_for_11_epochs():
    """You always train for 11 epochs, as in the first check; use the argument epochs."""


@overfitted(
    training_repeats_your_own_steps,
    a_second_training_goes_on,
    train_leaves_the_data_alone,
    sometimes=[training_learns_two_rings],
    edits={
        "self.learning_rate = learning_rate": (
            "self.learning_rate = learning_rate; NumpyNeuralNetwork.__init__(self,"
            " architecture=self.architecture)"
        ),
    },
)
def starts_anew_in_every_call():
    """You draw the parameters of seed 99 at the start of train; go on from the present ones."""


@overfitted(
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={
        "self.learning_rate = learning_rate": (
            "X, Y = pencil_network()[:2]\n    self.learning_rate = learning_rate"
        ),
    },
)
def trains_on_the_pencil_data():
    """You train on the examples of the pencil network; use the arguments X and Y."""


@overfitted(*HISTORIES, edits={"if epoch % 10 == 0:": "if epoch in (0, 10):"})
def measures_in_epochs_0_and_10_only():
    """You measured in epochs 0 and 10 only, those of the first check;
    go on with 20, 30 and so on."""


@overfitted(
    *HISTORIES,
    edits={
        "self.cost_history, self.accuracy_history = [], []": (
            "self.cost_history, self.accuracy_history = np.zeros(1000), np.zeros(1000)"
        ),
        "self.cost_history.append(self.get_cost_value(Y_hat, Y))": (
            "self.cost_history[epoch // 10] = self.get_cost_value(Y_hat, Y)"
        ),
        "self.accuracy_history.append(self.get_accuracy_value(Y_hat, Y))": (
            "self.accuracy_history[epoch // 10] = self.get_accuracy_value(Y_hat, Y)"
        ),
    },
)
def keeps_room_for_1000_measurements():
    """Your lists always hold 1000 numbers, as after 10,000 epochs;
    they hold one for every tenth epoch."""


@overfitted(
    histories_are_measured_before_every_tenth_update,
    edits={
        "self.cost_history.append(self.get_cost_value(Y_hat, Y))": (
            "self.cost_history.append(0.6931)"
        ),
    },
)
def records_the_cost_of_the_plateau():
    """You recorded ln 2, the cost at the start on circles and moons;
    append what get_cost_value gives."""


@overfitted(
    histories_are_measured_before_every_tenth_update,
    edits={
        "self.accuracy_history.append(self.get_accuracy_value(Y_hat, Y))": (
            "self.accuracy_history.append(0.925)"
        ),
    },
)
def records_the_published_accuracy():
    """You recorded the accuracy that the text tells; append what get_accuracy_value gives."""


@overfitted(
    *HISTORIES,
    edits={
        "    return self.params_values": (
            "    self.cost_history, self.accuracy_history = [0.5168, 0.1509], [0.75, 1.0]\n"
            "    return self.params_values"
        ),
    },
)
def returns_the_pencil_histories():
    """Your histories are those of the pencil network; measure your own cost and accuracy."""
