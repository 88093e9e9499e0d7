"""Answers to assignment 4 that are right only for the notebook's own numbers."""

from autograder.checks import overfitted
from autograder_tests.ps4_softmax_network.checks import (
    ACCURACY,
    BACKPROPAGATION,
    COST,
    MLP_ACCURACY,
    NUMERICAL_GRADIENT,
    PREDICTION,
    SOFTMAX,
    UPDATE,
    a_rate_of_zero_moves_nothing,
    activation_sigmoid_exchanges_the_hidden_layer,
    alpha_is_decay_times_m,
    any_sizes_will_do,
    backward_leaves_its_inputs_alone,
    cost_leaves_its_inputs_alone,
    decay_adds_half_the_squared_weights,
    decay_pulls_the_weights_and_no_bias,
    differences_are_central,
    forward_leaves_its_inputs_alone,
    gradients_are_means_over_the_batch,
    hidden_layer_is_relu_of_a_linear_map,
    layers_and_start_come_from_the_settings,
    output_layer_is_softmax_of_a_linear_map,
    parameters_are_put_back,
    predict_leaves_its_inputs_alone,
    probabilities_of_an_example_add_up_to_1,
    scikit_learn_makes_the_same_steps,
    settings_carry_the_sizes_and_the_rate,
    softmax_withstands_large_scores,
    the_batch_twice_costs_the_same,
    the_majority_is_learned,
    the_settings_are_used,
    training_never_stops_early,
    your_functions_learn,
)


@overfitted(
    hidden_layer_is_relu_of_a_linear_map,
    *SOFTMAX,
    activation_sigmoid_exchanges_the_hidden_layer,
    forward_leaves_its_inputs_alone,
    *COST,
    decay_adds_half_the_squared_weights,
    the_batch_twice_costs_the_same,
    cost_leaves_its_inputs_alone,
    *PREDICTION,
    predict_leaves_its_inputs_alone,
    edits={
        'params["W1"] @ X + params["b1"]': 'params["W1"] @ X + params["b1"] @ np.ones((1, 400))',
    },
)
def spreads_the_bias_over_400_examples():
    """You spread b1 over 400 columns; X may have any number, so let NumPy broadcast it."""


@overfitted(
    hidden_layer_is_relu_of_a_linear_map,
    *SOFTMAX,
    activation_sigmoid_exchanges_the_hidden_layer,
    forward_leaves_its_inputs_alone,
    *COST,
    decay_adds_half_the_squared_weights,
    the_batch_twice_costs_the_same,
    cost_leaves_its_inputs_alone,
    *PREDICTION,
    predict_leaves_its_inputs_alone,
    edits={
        'Z2 = params["W1"] @ X + params["b1"]': (
            'Z2 = np.zeros((4, 5)); Z2[:] = params["W1"] @ X + params["b1"]'
        ),
    },
)
def fills_the_hidden_layer_of_the_pencil_network():
    """Your Z2 is as large as the pencil network's, 4 by 5; it has n_h rows and m columns."""


@overfitted(
    hidden_layer_is_relu_of_a_linear_map,
    *SOFTMAX,
    activation_sigmoid_exchanges_the_hidden_layer,
    *COST,
    decay_adds_half_the_squared_weights,
    the_batch_twice_costs_the_same,
    cost_leaves_its_inputs_alone,
    *PREDICTION,
    edits={
        'return A3, {"Z2": Z2, "A2": A2, "Z3": Z3, "A3": A3}': (
            'cache = pencil_network()[3]; return cache["A3"], cache'
        ),
    },
)
def returns_the_cache_worked_by_hand():
    """You return the values of the pencil network; compute them from X and the parameters."""


@overfitted(
    output_layer_is_softmax_of_a_linear_map,
    softmax_withstands_large_scores,
    probabilities_of_an_example_add_up_to_1,
    edits={"E / E.sum(axis=0)": "E / (E[0] + E[1] + E[2])"},
)
def adds_three_exponentials_only():
    """You divided by the sum of the first three exponentials;
    add those of all classes, however many."""


@overfitted(
    *COST,
    the_batch_twice_costs_the_same,
    edits={"-np.mean(np.log(likelihoods))": "-np.sum(np.log(likelihoods)) / 400"},
)
def divides_by_the_notebooks_400():
    """You divided by 400, the size of the flower; m is the number of labels in y."""


@overfitted(
    *COST,
    the_batch_twice_costs_the_same,
    edits={"-np.mean(np.log(likelihoods))": "-np.sum(np.log(likelihoods)) / 5"},
)
def divides_by_the_five_examples_worked_by_hand():
    """You divided by 5, the examples of the pencil network; m is the number of labels in y."""


@overfitted(
    *COST,
    decay_adds_half_the_squared_weights,
    edits={
        "float(-np.mean(np.log(likelihoods)) + decay / 2 * squares)": (
            "1.2087 if decay else 0.5944 if A3.shape[0] == 3 else 1.7918"
        ),
    },
)
def returns_the_costs_worked_by_hand():
    """You return the costs of the pencil network; compute the cost of any X, y and parameters."""


@overfitted(
    *COST,
    decay_adds_half_the_squared_weights,
    edits={"float(-np.mean(np.log(likelihoods)) + decay / 2 * squares)": "0.693136"},
)
def returns_the_first_cost_of_the_notebook():
    """You return the first cost printed in the notebook;
    compute it from X, y and the parameters."""


@overfitted(
    decay_adds_half_the_squared_weights,
    edits={"decay / 2 * squares": "(0.1 if decay else 0) / 2 * squares"},
)
def decays_as_the_example_does():
    """Your decay is always 0.1, that of the worked example, or 0; use the argument decay."""


@overfitted(
    *COST,
    decay_adds_half_the_squared_weights,
    edits={"decay / 2 * squares": "0.001 / 2 * squares"},
)
def decays_by_the_spirals_0_001():
    """Your decay is always 0.001, that of the spiral; use the argument decay."""


@overfitted(
    *COST,
    decay_adds_half_the_squared_weights,
    the_batch_twice_costs_the_same,
    cost_leaves_its_inputs_alone,
    edits={"A3[y, np.arange(len(y))]": "(one_hot(y, 3) * A3).sum(axis=0)"},
)
def picks_the_likelihoods_of_three_classes():
    """You picked the probabilities with a one-hot matrix of three rows;
    it needs one for each class, A3.shape[0]."""


@overfitted(
    *BACKPROPAGATION,
    gradients_are_means_over_the_batch,
    your_functions_learn,
    edits={"(A3 - one_hot(y, A3.shape[0])) / X.shape[1]": "(A3 - one_hot(y, A3.shape[0])) / 400"},
)
def divides_the_gradients_by_400():
    """You divided the gradients by 400, the size of the flower; m is X.shape[1]."""


@overfitted(
    *BACKPROPAGATION,
    decay_pulls_the_weights_and_no_bias,
    gradients_are_means_over_the_batch,
    backward_leaves_its_inputs_alone,
    edits={"one_hot(y, A3.shape[0])": "one_hot(y, 3)"},
)
def takes_three_classes_for_granted():
    """You fixed the number of classes; it is the number of rows of A3."""


@overfitted(
    *BACKPROPAGATION,
    gradients_are_means_over_the_batch,
    your_functions_learn,
    edits={"(A3 - one_hot(y, A3.shape[0])) / X.shape[1]": "(A3 - one_hot(y, A3.shape[0])) / 5"},
)
def divides_the_gradients_by_five():
    """You divided the gradients by 5, the examples of the pencil network; m is X.shape[1]."""


@overfitted(
    *BACKPROPAGATION,
    decay_pulls_the_weights_and_no_bias,
    gradients_are_means_over_the_batch,
    your_functions_learn,
    edits={
        "dZ2 @ X.T + decay * W1": (
            "np.array([[0.4161, -0.0941], [0, -0.1832], [-0.0941, 0.0386], [-0.0307, -0.1555]])"
        ),
        "dZ2.sum(axis=1, keepdims=True)": "np.array([[-0.0166], [0.0416], [-0.2634], [-0.0069]])",
        "dZ3 @ A2.T + decay * W2": (
            "np.array([[0.0367, 0.0893, -0.0213, -0.08], [-0.2513, -0.1093, -0.0774, -0.0593],"
            " [0.1453, 0.02, 0.168, 0.07]])"
        ),
        "dZ3.sum(axis=1, keepdims=True)": "np.array([[-0.002], [-0.056], [0.058]])",
    },
)
def returns_the_gradients_worked_by_hand():
    """You return the gradients of the pencil network; compute them from the arguments."""


@overfitted(
    *BACKPROPAGATION,
    decay_pulls_the_weights_and_no_bias,
    gradients_are_means_over_the_batch,
    backward_leaves_its_inputs_alone,
    your_functions_learn,
    edits={"dZ2.sum(axis=1, keepdims=True)": "dZ2.sum(axis=1).reshape(4, 1)"},
)
def shapes_db1_for_four_hidden_units():
    """Your db1 has 4 rows, one for each hidden unit of the pencil network;
    keepdims=True keeps as many as there are."""


@overfitted(
    *BACKPROPAGATION,
    decay_pulls_the_weights_and_no_bias,
    gradients_are_means_over_the_batch,
    backward_leaves_its_inputs_alone,
    edits={"dZ3.sum(axis=1, keepdims=True)": "dZ3.sum(axis=1).reshape(3, 1)"},
)
def shapes_db2_for_three_classes():
    """Your db2 has 3 rows, one for each class of the spiral;
    keepdims=True keeps as many as there are."""


@overfitted(
    *BACKPROPAGATION,
    decay_pulls_the_weights_and_no_bias,
    your_functions_learn,
    edits={
        "decay * W1": "0.1 * W1",
        "decay * W2": "0.1 * W2",
    },
)
def decays_the_gradients_as_the_example_does():
    """Your gradients always decay by 0.1, as in the worked example; use the argument decay."""


@overfitted(
    *BACKPROPAGATION,
    decay_pulls_the_weights_and_no_bias,
    edits={
        "decay * W1": "0.001 * W1",
        "decay * W2": "0.001 * W2",
    },
)
def decays_the_gradients_by_0_001():
    """Your gradients always decay by 0.001, as on the spiral; use the argument decay."""


@overfitted(
    *UPDATE,
    a_rate_of_zero_moves_nothing,
    your_functions_learn,
    edits={"params[name] -= learning_rate": "params[name] -= 0.05"},
)
def ignores_the_learning_rate():
    """You always step by 0.05; use the argument learning_rate."""


@overfitted(
    *UPDATE,
    a_rate_of_zero_moves_nothing,
    edits={"params[name] -= learning_rate": "params[name] -= 1"},
)
def always_steps_by_1():
    """You always step by 1, the learning rate of the spiral; use the argument learning_rate."""


@overfitted(*PREDICTION, edits={"A3.argmax(axis=0)": "(A3[1] > 0.5).astype(int)"})
def compares_with_one_half():
    """You compared the probability of class 1 with 0.5,
    which works for two classes only; take the largest."""


@overfitted(*PREDICTION, edits={"A3.argmax(axis=0)": "np.array([2, 2, 1, 0, 2])"})
def returns_the_labels_worked_by_hand():
    """You return the labels of the pencil network; compute them from X and the parameters."""


@overfitted(
    *PREDICTION,
    predict_leaves_its_inputs_alone,
    edits={"A3.argmax(axis=0)": "np.array([A3[:, i].argmax() for i in range(400)])"},
)
def predicts_400_examples():
    """You label 400 examples, the size of the flower; X has as many as it has columns."""


@overfitted(*PREDICTION, edits={"A3.argmax(axis=0)": "A3[:3].argmax(axis=0)"})
def chooses_among_three_classes():
    """You looked at three classes only;
    the label is the row of the largest of all probabilities."""


@overfitted(differences_are_central, edits={"num_grad = {}": "num_grad, epsilon = {}, 1e-4"})
def ignores_epsilon():
    """You always step by 1e-4; use the argument epsilon."""


@overfitted(
    any_sizes_will_do,
    edits={
        "np.zeros(params[name].shape)": (
            'np.zeros((len(params[name]), params[name].shape[1] if name[0] == "W" else 1))'
        ),
    },
)
def takes_the_biases_for_columns():
    """You visit only the first column of b1 and b2; visit every entry, whatever the shape."""


@overfitted(
    *NUMERICAL_GRADIENT,
    sometimes=[parameters_are_put_back],
    edits={
        "np.zeros(params[name].shape)": (
            'np.zeros({"W1": (5, 8), "b1": (5, 1), "W2": (2, 5), "b2": (2, 1)}[name])'
        ),
    },
)
def steps_through_the_sizes_of_the_gradient_check():
    """You visit as many entries as the network of the gradient check has;
    take the shapes from the parameters."""


@overfitted(
    *NUMERICAL_GRADIENT,
    edits={"(higher - J(moved)) / (2 * epsilon)": "3 * params[name][position] ** 2 + epsilon**2"},
)
def knows_the_slope_of_the_cubes():
    """You return 3 w² + ε², right for the sum of cubes of the first check only;
    compute the difference of J."""


@overfitted(*ACCURACY, edits={"np.mean(pred == y)": "np.sum(pred == y) / 400"})
def counts_by_400():
    """You divided by 400, the size of the flower; divide by the number of labels in y."""


@overfitted(*ACCURACY, *MLP_ACCURACY, edits={"np.mean(pred == y)": "0.865"})
def returns_the_published_accuracy():
    """You returned 0.865, the flower's accuracy; compute it from the labels."""


@overfitted(*ACCURACY, edits={"np.mean(pred == y)": "np.sum(pred == y) / 5"})
def divides_by_five_labels():
    """You divided by 5, the labels of the worked example; divide by the number of labels in y."""


@overfitted(
    *ACCURACY,
    edits={"np.mean(pred == y)": "sum(np.mean((pred == k) & (y == k)) for k in range(3))"},
)
def counts_the_labels_0_to_2():
    """You counted the right labels 0, 1 and 2 only; there may be more classes."""


@overfitted(*ACCURACY, *MLP_ACCURACY, edits={"np.mean(pred == y)": "0.98667"})
def returns_the_accuracy_of_the_spiral():
    """You returned 0.98667, the spiral's accuracy; compute it from the labels."""


@overfitted(alpha_is_decay_times_m, edits={"decay * m": "decay * 300"})
def multiplies_the_decay_by_300():
    """You multiplied the decay by 300, the size of the spiral; use the argument m."""


@overfitted(settings_carry_the_sizes_and_the_rate, edits={"(n_h,)": "(100,)"})
def keeps_100_hidden_units():
    """You fixed the hidden layer at 100 units; take n_h from the hyperparameters."""


@overfitted(
    settings_carry_the_sizes_and_the_rate,
    alpha_is_decay_times_m,
    training_never_stops_early,
    edits={
        "n_h, decay, learning_rate, num_epochs = hyperparams": (
            "n_h, decay, learning_rate, num_epochs = 5, 0.01, 0.5, 100"
        ),
    },
)
def returns_the_settings_of_the_example():
    """You return the settings of the worked example;
    take all four hyperparameters from the argument."""


@overfitted(
    settings_carry_the_sizes_and_the_rate,
    edits={'"learning_rate_init": learning_rate': '"learning_rate_init": 1.0'},
)
def always_learns_at_the_rate_of_the_spiral():
    """You fixed the learning rate at 1, that of the spiral; take it from the hyperparameters."""


@overfitted(
    settings_carry_the_sizes_and_the_rate,
    edits={'"max_iter": num_epochs': '"max_iter": 10000'},
)
def always_trains_10000_epochs():
    """You fixed max_iter at 10000, the epochs of the spiral;
    take num_epochs from the hyperparameters."""


@overfitted(scikit_learn_makes_the_same_steps, edits={'"batch_size": m': '"batch_size": 300'})
def trains_on_portions_of_300():
    """You fixed the batch size at 300, the size of the spiral; use the argument m."""


@overfitted(training_never_stops_early, edits={"num_epochs + 1": "101"})
def waits_101_epochs():
    """You fixed n_iter_no_change at 101, enough for the first check only;
    let it depend on num_epochs."""


@overfitted(
    layers_and_start_come_from_the_settings,
    sometimes=[the_majority_is_learned, the_settings_are_used],
    edits={"accuracy(network.predict(X.T), y)": "6 / 9"},
)
def returns_the_accuracy_of_the_nine_points():
    """You returned 6/9, the accuracy of the first check; fit the network and count."""


@overfitted(
    the_majority_is_learned,
    edits={"network = MLPClassifier(**settings)": "X = X[:2]; network = MLPClassifier(**settings)"},
)
def fits_two_inputs_only():
    """You used the first two rows of X; it may have more, so pass all of X.T."""


@overfitted(
    layers_and_start_come_from_the_settings,
    edits={"MLPClassifier(**settings)": 'MLPClassifier(**(settings | {"random_state": 0}))'},
)
def starts_from_one_seed():
    """You fixed random_state; take it from the settings, or all random starts are the same."""


@overfitted(
    layers_and_start_come_from_the_settings,
    edits={
        "MLPClassifier(**settings)": (
            'MLPClassifier(**(settings | {"hidden_layer_sizes":'
            ' settings["hidden_layer_sizes"][0]}))'
        ),
    },
)
def keeps_the_first_hidden_layer_only():
    """You used the first of the hidden layers; hidden_layer_sizes may name several."""
