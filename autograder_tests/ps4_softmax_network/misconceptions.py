"""Mistakes that students make in assignment 4, and the checks that see them."""

from autograder.checks import misconception
from autograder_tests.ps4_softmax_network.checks import (
    ACCURACY,
    BACKPROPAGATION,
    COST,
    DECAY,
    MLP_ACCURACY,
    NUMERICAL_GRADIENT,
    PREDICTION,
    SOFTMAX,
    UPDATE,
    a_class_may_be_absent_from_the_batch,
    activation_sigmoid_exchanges_the_hidden_layer,
    alpha_is_decay_times_m,
    any_sizes_will_do,
    backward_leaves_its_inputs_alone,
    cost_leaves_its_inputs_alone,
    cost_passes_the_activation_on,
    decay_adds_half_the_squared_weights,
    decay_pulls_the_weights_and_no_bias,
    differences_are_central,
    forward_leaves_its_inputs_alone,
    gradients_are_means_over_the_batch,
    gradients_are_the_slopes_of_the_cost,
    gradients_know_the_absent_class,
    hidden_gradients_flow_through_relu,
    hidden_layer_is_relu_of_a_linear_map,
    layers_and_start_come_from_the_settings,
    mlp_accuracy_leaves_its_inputs_alone,
    output_layer_is_softmax_of_a_linear_map,
    parameters_are_put_back,
    predict_leaves_its_inputs_alone,
    probabilities_of_an_example_add_up_to_1,
    scikit_learn_makes_the_same_steps,
    settings_carry_the_sizes_and_the_rate,
    sigmoid_units_have_their_own_slope,
    slopes_of_a_quadratic_are_exact,
    softmax_withstands_large_scores,
    the_batch_twice_costs_the_same,
    the_majority_is_learned,
    the_settings_are_used,
    the_step_is_1e_4_by_default,
    training_never_stops_early,
    your_functions_learn,
)


@misconception(
    hidden_layer_is_relu_of_a_linear_map,
    your_functions_learn,
    edits={'params["W1"] @ X + params["b1"]': 'params["W1"] @ X'},
)
def forgets_the_hidden_bias():
    """You left out b1; a hidden unit is max(0, W1 X + b1)."""


@misconception(
    output_layer_is_softmax_of_a_linear_map,
    sometimes=[your_functions_learn],
    edits={' @ A2 + params["b2"]': " @ A2"},
)
def forgets_the_output_bias():
    """You left out b2; the scores are W2 A2 + b2."""


@misconception(
    hidden_layer_is_relu_of_a_linear_map,
    your_functions_learn,
    edits={"else relu(Z2)": "else Z2"},
)
def leaves_the_hidden_layer_linear():
    """Your hidden layer has no activation, so all boundaries stay straight; A2 = relu(Z2)."""


@misconception(
    hidden_layer_is_relu_of_a_linear_map,
    your_functions_learn,
    edits={"else relu(Z2)": "else np.tanh(Z2)"},
)
def puts_tanh_in_the_hidden_layer():
    """Your hidden layer uses tanh; here it is ReLU."""


@misconception(
    activation_sigmoid_exchanges_the_hidden_layer,
    edits={'A2 = sigmoid(Z2) if activation == "sigmoid" else relu(Z2)': "A2 = relu(Z2)"},
)
def ignores_the_activation():
    """You always use ReLU; with activation="sigmoid" the hidden layer is sigmoid(Z2)."""


@misconception(
    hidden_layer_is_relu_of_a_linear_map,
    your_functions_learn,
    edits={'A2 = sigmoid(Z2) if activation == "sigmoid" else relu(Z2)': "A2 = sigmoid(Z2)"},
)
def leaves_the_sigmoid_in_place():
    """You always use the sigmoid; it belongs to the gradient check, the default is ReLU."""


@misconception(softmax_withstands_large_scores, edits={"np.exp(Z3 - Z3.max(axis=0))": "np.exp(Z3)"})
def lets_softmax_overflow():
    """You took exponentials of the scores themselves;
    subtract the largest score of each column first."""


@misconception(
    softmax_withstands_large_scores,
    edits={"np.exp(Z3 - Z3.max(axis=0))": "np.exp(Z3 - Z3.max())"},
)
def subtracts_one_maximum_from_all_columns():
    """You subtracted the largest score of the whole matrix; each column needs its own, axis=0."""


@misconception(
    softmax_withstands_large_scores,
    edits={"np.exp(Z3 - Z3.max(axis=0))": "np.exp(np.clip(Z3, -700, 700))"},
)
def clips_the_scores():
    """You clipped the scores, which makes all large ones equal;
    subtract the largest of each column."""


@misconception(*SOFTMAX, edits={"E / E.sum(axis=0)": "E / E.sum(axis=1, keepdims=True)"})
def normalizes_over_the_examples():
    """You divided by sums over the examples; softmax divides each column by its own sum, axis=0."""


@misconception(*SOFTMAX, edits={"E / E.sum(axis=0)": "E / E.sum()"})
def normalizes_the_whole_matrix():
    """You divided by the sum of the whole matrix;
    softmax divides each column by its own sum, axis=0."""


@misconception(
    output_layer_is_softmax_of_a_linear_map,
    softmax_withstands_large_scores,
    probabilities_of_an_example_add_up_to_1,
    edits={"A3 = E / E.sum(axis=0)": "A3 = 1 / (1 + np.exp(-Z3))"},
)
def gives_every_class_a_sigmoid():
    """You applied a sigmoid to each score; softmax also divides by the sum over the classes."""


@misconception(
    output_layer_is_softmax_of_a_linear_map,
    softmax_withstands_large_scores,
    probabilities_of_an_example_add_up_to_1,
    sometimes=[
        *COST,
        decay_adds_half_the_squared_weights,
        the_batch_twice_costs_the_same,
        your_functions_learn,
    ],
    edits={"A3 = E / E.sum(axis=0)": "A3 = Z3"},
)
def returns_the_scores():
    """You returned Z3 as A3; apply softmax to it."""


@misconception(
    output_layer_is_softmax_of_a_linear_map,
    edits={"E = np.exp(Z3 - Z3.max(axis=0))": "Z3 -= Z3.max(axis=0); E = np.exp(Z3)"},
)
def shifts_the_scores_in_the_cache():
    """You subtracted the largest scores from Z3 itself; the cache should hold Z3 = W2 A2 + b2."""


@misconception(
    forward_leaves_its_inputs_alone,
    cost_leaves_its_inputs_alone,
    predict_leaves_its_inputs_alone,
    edits={
        'Z2 = params["W1"] @ X + params["b1"]': (
            'Z2 = params["W1"] @ X + params["b1"]; X -= X.mean()'
        ),
    },
)
def centers_its_input_in_place():
    """You changed X itself with -=; write X = X - …, which makes a new array."""


@misconception(
    decay_adds_half_the_squared_weights,
    edits={"decay / 2 * squares": "decay * squares"},
)
def adds_the_decay_without_the_half():
    """You added decay * ‖W‖²; here the decay has a factor 1/2."""


@misconception(
    decay_adds_half_the_squared_weights,
    the_batch_twice_costs_the_same,
    edits={"decay / 2 * squares": "decay / 2 * squares / len(y)"},
)
def divides_the_decay_by_m():
    """You divided the decay by m; here only the likelihood is a mean."""


@misconception(
    decay_adds_half_the_squared_weights,
    edits={
        'squares = (params["W1"] ** 2).sum()': (
            'squares = (params["b1"] ** 2).sum() + (params["b2"] ** 2).sum() + (params["W1"] **'
            " 2).sum()"
        ),
    },
)
def decays_the_biases_in_the_cost():
    """You added the squared biases to the decay; only the weights decay."""


@misconception(decay_adds_half_the_squared_weights, edits={" + decay / 2 * squares": ""})
def forgets_the_decay_in_the_cost():
    """You left the decay out of the cost; add decay / 2 times the squared weights."""


@misconception(decay_adds_half_the_squared_weights, edits={' + (params["W2"] ** 2).sum()': ""})
def decays_the_first_layer_only():
    """You counted the weights of W1 only; W2 decays too."""


@misconception(
    decay_adds_half_the_squared_weights,
    edits={"decay / 2 * squares": "decay / 2 * np.sqrt(squares)"},
)
def decays_by_the_norm():
    """You used the norm of the weights; the decay sums their squares."""


@misconception(
    *COST,
    the_batch_twice_costs_the_same,
    edits={"-np.mean(np.log(likelihoods))": "-np.sum(np.log(likelihoods))"},
)
def sums_the_cost():
    """You summed the cost over the examples; take the mean."""


@misconception(*COST, edits={"-np.mean(np.log(likelihoods))": "np.mean(np.log(likelihoods))"})
def forgets_the_minus_sign():
    """Your likelihood has the wrong sign:
    logarithms of probabilities are negative, so the cost has a minus."""


@misconception(*COST, edits={"np.log(likelihoods)": "np.log2(likelihoods)"})
def takes_the_logarithm_to_base_2():
    """You used log2; the cost uses the natural logarithm, np.log."""


@misconception(
    *COST,
    edits={"-np.mean(np.log(likelihoods))": "-np.mean(one_hot(y, A3.shape[0]) * np.log(A3))"},
)
def divides_by_the_classes_too():
    """You took the mean over the whole matrix;
    divide by m alone, not by m times the number of classes."""


@misconception(
    *COST,
    edits={
        "-np.mean(np.log(likelihoods))": (
            "-np.mean(np.sum(np.where(one_hot(y, A3.shape[0]) == 1, np.log(A3), np.log(1 - A3)),"
            " axis=0))"
        ),
    },
)
def counts_the_other_classes():
    """You added log(1 - a) for the wrong classes;
    softmax needs the true class only, the sum to 1 does the rest."""


@misconception(*COST, edits={"A3[y, np.arange(len(y))]": "A3.max(axis=0)"})
def takes_the_largest_probability():
    """You took the largest probability of each example; the cost wants that of the true class."""


@misconception(
    a_class_may_be_absent_from_the_batch,
    edits={"A3[y, np.arange(len(y))]": "(np.eye(y.max() + 1)[y].T * A3).sum(axis=0)"},
)
def counts_the_classes_in_the_cost_by_y():
    """You took the number of classes from y;
    it is the number of rows of A3, as a class may be absent."""


@misconception(
    cost_passes_the_activation_on,
    edits={"forward(X, params, activation)": "forward(X, params)"},
)
def does_not_pass_the_activation_on():
    """Your cost calls forward without the activation; pass it on."""


@misconception(
    cost_leaves_its_inputs_alone,
    your_functions_learn,
    edits={
        "A3, _ = forward(X, params, activation)": "A3, _ = forward(X, params, activation); X /= 2",
    },
)
def scales_x_in_the_cost():
    """Your cost changed X itself; work on a new array."""


@misconception(
    *BACKPROPAGATION,
    gradients_are_means_over_the_batch,
    your_functions_learn,
    edits={"(A3 - one_hot(y, A3.shape[0])) / X.shape[1]": "A3 - one_hot(y, A3.shape[0])"},
)
def sums_the_gradients():
    """You summed the gradients over the examples; divide by m."""


@misconception(
    *BACKPROPAGATION,
    gradients_are_means_over_the_batch,
    your_functions_learn,
    edits={
        "(A3 - one_hot(y, A3.shape[0])) / X.shape[1]": (
            "(A3 - one_hot(y, A3.shape[0])) / X.shape[0]"
        ),
    },
)
def divides_by_the_features():
    """You divided by the number of rows of X; m, the number of examples, is X.shape[1]."""


@misconception(
    *BACKPROPAGATION,
    your_functions_learn,
    edits={
        "(A3 - one_hot(y, A3.shape[0])) / X.shape[1]": (
            "(one_hot(y, A3.shape[0]) - A3) / X.shape[1]"
        ),
    },
)
def climbs_instead_of_descending():
    """Your gradients have the wrong sign: dZ3 is A3 - Y, not Y - A3."""


@misconception(
    *BACKPROPAGATION,
    your_functions_learn,
    edits={
        "(A3 - one_hot(y, A3.shape[0])) / X.shape[1]": (
            "(A3 - one_hot(y, A3.shape[0])) * A3 * (1 - A3) / X.shape[1]"
        ),
    },
)
def counts_the_slope_of_softmax_twice():
    """A3 - Y is already the gradient at Z3;
    multiplying it by A3 (1 - A3) counts the softmax twice."""


@misconception(
    gradients_know_the_absent_class,
    edits={"one_hot(y, A3.shape[0])": "one_hot(y, y.max() + 1)"},
)
def counts_the_classes_by_y():
    """You took the number of classes from y;
    it is the number of rows of A3, as a class may be absent."""


@misconception(*BACKPROPAGATION, your_functions_learn, edits={"one_hot(y, A3.shape[0])": "y"})
def subtracts_the_labels_themselves():
    """You subtracted the labels y as numbers;
    each column of Y has a single 1, in the row of its class."""


@misconception(
    backward_leaves_its_inputs_alone,
    edits={
        "dZ3 = (A3 - one_hot(y, A3.shape[0])) / X.shape[1]": (
            "A3[y, np.arange(len(y))] -= 1; dZ3 = A3 / X.shape[1]"
        ),
    },
)
def overwrites_the_cache():
    """You changed A3 in the cache with -=; take a copy first."""


@misconception(
    hidden_gradients_flow_through_relu,
    gradients_are_the_slopes_of_the_cost,
    your_functions_learn,
    edits={"(W2.T @ dZ3) * slope": '(W2.T @ dZ3) * (slope if activation == "sigmoid" else 1)'},
)
def forgets_the_slope_of_relu():
    """You left out the slope of ReLU; the error passes only where Z2 is positive."""


@misconception(
    hidden_gradients_flow_through_relu,
    gradients_are_the_slopes_of_the_cost,
    sometimes=[your_functions_learn],
    edits={"else A2 > 0": "else A2"},
)
def multiplies_by_relu_itself():
    """You multiplied by A2; the slope of ReLU is 1 where Z2 is positive, and 0 elsewhere."""


@misconception(
    hidden_gradients_flow_through_relu,
    gradients_are_the_slopes_of_the_cost,
    sometimes=[your_functions_learn],
    edits={'slope = A2 * (1 - A2) if activation == "sigmoid" else A2 > 0': "slope = A2 * (1 - A2)"},
)
def takes_the_slope_of_the_sigmoid_everywhere():
    """You always use A2 (1 - A2); that is the slope of the sigmoid, and ReLU's is 1 or 0."""


@misconception(
    sigmoid_units_have_their_own_slope,
    edits={'slope = A2 * (1 - A2) if activation == "sigmoid" else A2 > 0': "slope = A2 > 0"},
)
def takes_the_slope_of_relu_everywhere():
    """You always use the slope of ReLU; with activation="sigmoid" it is A2 (1 - A2)."""


@misconception(
    sigmoid_units_have_their_own_slope,
    edits={"slope = A2 * (1 - A2) if": 'slope = cache["Z2"] * (1 - cache["Z2"]) if'},
)
def takes_the_slope_of_the_sigmoid_at_z():
    """You used Z2 (1 - Z2); the slope of the sigmoid is A2 (1 - A2)."""


@misconception(*DECAY, edits={" + decay * W1": "", " + decay * W2": ""})
def forgets_the_decay_in_the_gradient():
    """You left the decay out of the gradients; add decay * W1 and decay * W2."""


@misconception(*DECAY, edits={"decay * W1": "2 * decay * W1", "decay * W2": "2 * decay * W2"})
def doubles_the_decay_in_the_gradient():
    """You added 2 * decay * W; the 1/2 in the cost cancels the 2."""


@misconception(
    *DECAY,
    gradients_are_means_over_the_batch,
    edits={
        "decay * W1": "decay * W1 / len(y)",
        "decay * W2": "decay * W2 / len(y)",
    },
)
def divides_the_decay_of_the_gradient_by_m():
    """You divided the decay by m; here it is decay * W."""


@misconception(
    *DECAY,
    edits={
        "dZ2.sum(axis=1, keepdims=True)": 'dZ2.sum(axis=1, keepdims=True) + decay * params["b1"]',
        "dZ3.sum(axis=1, keepdims=True)": 'dZ3.sum(axis=1, keepdims=True) + decay * params["b2"]',
    },
)
def decays_the_biases():
    """You added the decay to the bias gradients; only the weights decay."""


@misconception(
    *BACKPROPAGATION,
    decay_pulls_the_weights_and_no_bias,
    gradients_are_means_over_the_batch,
    your_functions_learn,
    edits={
        "dZ2.sum(axis=1, keepdims=True)": "dZ2.sum(axis=1)",
        "dZ3.sum(axis=1, keepdims=True)": "dZ3.sum(axis=1)",
    },
)
def flattens_the_bias_gradients():
    """Your bias gradients have lost an axis; sum along axis 1 with keepdims=True."""


@misconception(
    *UPDATE,
    your_functions_learn,
    edits={"params[name] -= learning_rate": "params[name] += learning_rate"},
)
def adds_the_gradient():
    """You added the gradient, which climbs; gradient descent subtracts it."""


@misconception(
    *UPDATE,
    your_functions_learn,
    edits={"params[name] -= learning_rate": 'params[name] -= (name[0] == "W") * learning_rate'},
)
def leaves_the_biases_where_they_are():
    """You updated the weights only; b1 and b2 step in the same way."""


@misconception(
    *UPDATE,
    your_functions_learn,
    edits={
        'params[name] -= learning_rate * dParams["d" + name]': (
            'params = {**params, name: params[name] - learning_rate * dParams["d" + name]}'
        ),
    },
)
def updates_a_new_dictionary():
    """You made a new dictionary; the training loop goes on with the one it
    passed in, so change that."""


@misconception(*PREDICTION, edits={"A3.argmax(axis=0)": "A3.max(axis=0)"})
def returns_probabilities():
    """You returned the largest probability; the label is the row in which it stands, argmax."""


@misconception(*PREDICTION, edits={"A3.argmax(axis=0)": "A3.argmax(axis=1)"})
def looks_along_the_examples():
    """You took the argmax along the examples; the classes are the rows, axis=0."""


@misconception(*PREDICTION, edits={"A3.argmax(axis=0)": "A3.argmax(axis=0) + 1"})
def counts_labels_from_1():
    """Your labels are one too high; they start at 0."""


@misconception(*PREDICTION, edits={"A3.argmax(axis=0)": "A3.argmax(axis=0)[np.newaxis]"})
def keeps_the_labels_in_a_row():
    """Your labels have shape (1, m); return a vector of shape (m,)."""


@misconception(
    predict_leaves_its_inputs_alone,
    edits={"A3, _ = forward(X, params)\n": "A3, _ = forward(X, params); X *= 0\n"},
)
def predicts_in_place():
    """nn_predict changed X; work on a new array."""


@misconception(
    slopes_of_a_quadratic_are_exact,
    differences_are_central,
    any_sizes_will_do,
    edits={"(higher - J(moved)) / (2 * epsilon)": "(higher - J(params)) / epsilon"},
)
def takes_one_sided_differences():
    """You compared θ + ε with θ itself; take θ + ε and θ - ε, and divide by 2 ε."""


@misconception(
    *NUMERICAL_GRADIENT,
    edits={"(higher - J(moved)) / (2 * epsilon)": "(higher - J(moved)) / epsilon"},
)
def divides_by_one_step():
    """You divided by ε; the two points are 2 ε apart."""


@misconception(
    differences_are_central,
    the_step_is_1e_4_by_default,
    edits={"num_grad = {}": "num_grad, epsilon = {}, 1e-7"},
)
def steps_by_1e_7():
    """You step by 1e-7, where rounding takes over; use the argument epsilon, 1e-4 by default."""


@misconception(
    slopes_of_a_quadratic_are_exact,
    parameters_are_put_back,
    edits={
        "moved = {key: value.copy() for key, value in params.items()}": "moved = params",
        "params[name][position] - epsilon": "params[name][position] - 2 * epsilon",
    },
)
def does_not_put_the_entry_back():
    """You left each entry moved; put it back before you move the next."""


@misconception(
    *NUMERICAL_GRADIENT,
    edits={
        "moved[name][position] = params[name][position] + epsilon": (
            "moved[name] = params[name] + epsilon"
        ),
        "moved[name][position] = params[name][position] - epsilon": (
            "moved[name] = params[name] - epsilon"
        ),
    },
)
def moves_a_whole_matrix():
    """You moved all entries of a matrix at once; the slope of an entry needs the others at rest."""


@misconception(
    *NUMERICAL_GRADIENT,
    edits={'num_grad["d" + name] = slopes': 'num_grad["d" + name] = slopes.ravel()'},
)
def flattens_the_numerical_gradient():
    """Your numerical gradients have lost their shape; each has that of its parameter."""


@misconception(*ACCURACY, edits={"np.mean(pred == y)": "100 * np.mean(pred == y)"})
def returns_percent():
    """You returned percent; the accuracy is a number between 0 and 1."""


@misconception(*ACCURACY, edits={"np.mean(pred == y)": "1 - np.mean(np.abs(pred - y))"})
def subtracts_labels():
    """You subtracted the labels; they are names, so ask whether they are equal."""


@misconception(
    *ACCURACY,
    sometimes=[layers_and_start_come_from_the_settings, the_settings_are_used],
    edits={"np.mean(pred == y)": "np.mean(pred != y)"},
)
def returns_the_share_of_errors():
    """You returned the share of wrong labels; the accuracy is the share of right ones."""


@misconception(alpha_is_decay_times_m, edits={"decay * m": "decay"})
def passes_the_decay_as_it_is():
    """You passed the decay on as alpha; scikit-learn divides alpha by m, so multiply by m."""


@misconception(alpha_is_decay_times_m, edits={"decay * m": "decay / m"})
def divides_alpha_by_m():
    """You divided the decay by m; scikit-learn does that itself, so multiply by m."""


@misconception(scikit_learn_makes_the_same_steps, edits={'"momentum": 0,': '"momentum": 0.9,'})
def leaves_the_momentum_on():
    """You left the momentum at 0.9; your network has none."""


@misconception(scikit_learn_makes_the_same_steps, edits={'"batch_size": m': '"batch_size": "auto"'})
def trains_on_portions():
    """You left the batch size to scikit-learn, which takes 200 examples at a time;
    each step should see all m."""


@misconception(scikit_learn_makes_the_same_steps, edits={'"sgd"': '"adam"'})
def trains_with_adam():
    """Your solver is Adam; gradient descent is called "sgd"."""


@misconception(
    scikit_learn_makes_the_same_steps,
    edits={'"activation": "relu"': '"activation": "logistic"'},
)
def puts_a_sigmoid_in_scikit_learns_network():
    """Your activation is the sigmoid; nn_train uses ReLU."""


@misconception(settings_carry_the_sizes_and_the_rate, edits={"(n_h,)": "(n_h, n_h)"})
def adds_a_second_hidden_layer():
    """You gave scikit-learn's network two hidden layers; yours has one, of n_h units."""


@misconception(
    settings_carry_the_sizes_and_the_rate,
    edits={'"learning_rate_init": learning_rate': '"learning_rate_init": 0.001'},
)
def keeps_the_default_rate():
    """You left the learning rate at 0.001; take it from the hyperparameters."""


@misconception(training_never_stops_early, edits={"num_epochs + 1": "10"})
def keeps_the_default_patience():
    """You left n_iter_no_change at 10; training then stops when the cost rises for some epochs."""


@misconception(
    *MLP_ACCURACY,
    mlp_accuracy_leaves_its_inputs_alone,
    edits={"fit(X.T, y)": "fit(X, y)"},
)
def forgets_to_transpose():
    """scikit-learn wants one example per row; pass X.T."""


@misconception(
    the_settings_are_used,
    layers_and_start_come_from_the_settings,
    edits={
        "MLPClassifier(**settings)": 'MLPClassifier(solver="lbfgs", max_iter=60, random_state=0)',
    },
)
def ignores_the_settings():
    """You did not use the settings; write MLPClassifier(**settings)."""


@misconception(
    *MLP_ACCURACY,
    edits={"accuracy(network.predict(X.T), y)": "100 * accuracy(network.predict(X.T), y)"},
)
def returns_the_percentage():
    """You returned percent; the accuracy is a number between 0 and 1."""


@misconception(
    the_majority_is_learned,
    sometimes=[layers_and_start_come_from_the_settings, the_settings_are_used],
    edits={"accuracy(network.predict(X.T), y)": "network.loss_"},
)
def returns_the_training_loss():
    """You returned the loss of the network; count how many labels it gets right."""


@misconception(
    mlp_accuracy_leaves_its_inputs_alone,
    sometimes=[layers_and_start_come_from_the_settings],
    edits={
        "network = MLPClassifier(**settings).fit": (
            "X -= X.mean(axis=1, keepdims=True); network = MLPClassifier(**settings).fit"
        ),
    },
)
def standardizes_in_place():
    """You changed X itself; make a new array."""
