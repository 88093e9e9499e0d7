"""Right answers to assignment 1 in other styles, which every check accepts."""

from autograder.checks import alternative


@alternative()
def loops_over_examples():
    def forward_propagation(X, parameters):
        W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
        columns = {"Z1": [], "A1": [], "Z2": [], "A2": []}
        for i in range(X.shape[1]):
            z1 = W1 @ X[:, i : i + 1] + b1
            a1 = np.tanh(z1)
            z2 = W2 @ a1 + b2
            a2 = 1 / (1 + np.exp(-z2))
            for name, column in zip(columns, (z1, a1, z2, a2)):
                columns[name].append(column)
        cache = {name: np.hstack(values) for name, values in columns.items()}
        return cache["A2"], cache

    def compute_cost(A2, Y):
        total = 0
        for i in range(Y.shape[1]):
            total += np.log(A2[0, i]) if Y[0, i] == 1 else np.log(1 - A2[0, i])
        return -total / Y.shape[1]

    def backward_propagation(parameters, cache, X, Y):
        m = X.shape[1]
        grads = {"d" + name: np.zeros_like(value) for name, value in parameters.items()}
        for i in range(m):
            x, a1 = X[:, i : i + 1], cache["A1"][:, i : i + 1]
            dz2 = cache["A2"][:, i : i + 1] - Y[:, i : i + 1]
            dz1 = parameters["W2"].T @ dz2 * (1 - a1**2)
            grads["dW2"] += dz2 @ a1.T / m
            grads["db2"] += dz2 / m
            grads["dW1"] += dz1 @ x.T / m
            grads["db1"] += dz1 / m
        return grads


@alternative()
def writes_the_chain_rule_out():
    def backward_propagation(parameters, cache, X, Y):
        m = Y.shape[1]
        A1, A2 = cache["A1"], cache["A2"]
        dA2 = -(Y / A2 - (1 - Y) / (1 - A2)) / m
        dZ2 = dA2 * A2 * (1 - A2)
        dA1 = np.dot(parameters["W2"].T, dZ2)
        dZ1 = np.multiply(dA1, 1 - np.power(A1, 2))
        return {
            "dW1": np.dot(dZ1, X.T),
            "db1": np.sum(dZ1, axis=1, keepdims=True),
            "dW2": np.dot(dZ2, A1.T),
            "db2": np.sum(dZ2, axis=1, keepdims=True),
            "dZ1": dZ1,
        }


@alternative()
def updates_in_place():
    def update_parameters(parameters, grads, learning_rate=1.2):
        for name in ("W1", "b1", "W2", "b2"):
            parameters[name] -= learning_rate * grads["d" + name]
        return parameters


@alternative()
def speaks_einsum():
    def forward_propagation(X, parameters):
        Z1 = np.einsum("hx,xm->hm", parameters["W1"], X) + parameters["b1"]
        A1 = np.tanh(Z1)
        Z2 = np.einsum("yh,hm->ym", parameters["W2"], A1) + parameters["b2"]
        A2 = np.exp(Z2) / (1 + np.exp(Z2))
        return [A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}]

    def backward_propagation(parameters, cache, X, Y):
        m = Y.shape[-1]
        d2 = cache["A2"] - Y
        d1 = np.einsum("yh,ym,hm->hm", parameters["W2"], d2, 1 - cache["A1"] ** 2)
        return {
            "dW1": np.einsum("hm,xm->hx", d1, X) / m,
            "db1": np.einsum("hm->h", d1)[:, None] / m,
            "dW2": np.einsum("ym,hm->yh", d2, cache["A1"]) / m,
            "db2": np.einsum("ym->y", d2)[:, None] / m,
        }


@alternative()
def prints_and_warns():
    import warnings

    def compute_cost(A2, Y):
        print("computing the cost of", Y.shape[1], "examples")
        warnings.warn("this is only a warning")
        np.log(np.zeros(1))  # a RuntimeWarning on stderr
        return -np.mean(np.where(Y == 1, np.log(A2), np.log(1 - A2)))

    def predict(parameters, X):
        print("predicting")
        return np.where(forward_propagation(X, parameters)[0] > 0.5, 1, 0)


@alternative()
def returns_arrays_and_lists():
    def layer_sizes(X, Y, n_h=4):
        return [np.int64(X.shape[0]), n_h, len(Y)]

    def compute_cost(A2, Y):
        m = Y.shape[1]
        return -(np.dot(Y, np.log(A2).T) + np.dot(1 - Y, np.log(1 - A2).T)) / m

    def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False, costs=None):
        np.random.seed(42)
        parameters = initialize_parameters(*layer_sizes(X, Y, n_h))
        for i in range(num_iterations):
            A2, cache = forward_propagation(X, parameters)
            cost = compute_cost(A2, Y)
            if print_cost and i % 1000 == 0:
                print(f"Iteration {i}, cost {cost}")
            if costs is not None:
                costs.append(cost)
            grads = backward_propagation(parameters, cache, X, Y)
            parameters = update_parameters(parameters, grads)
        return parameters

    def predict(parameters, X):
        return np.rint(forward_propagation(X, parameters)[0])


@alternative()
def multiplies_matrices_of_np_matrix():
    def forward_propagation(X, parameters):
        Z1 = np.matrix(parameters["W1"]) * np.matrix(X) + parameters["b1"]
        A1 = np.tanh(Z1)
        Z2 = np.matrix(parameters["W2"]) * A1 + parameters["b2"]
        A2 = sigmoid(Z2)
        return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}

    def backward_propagation(parameters, cache, X, Y):
        m = X.shape[1]
        A1, A2 = np.matrix(cache["A1"]), np.matrix(cache["A2"])
        dZ2 = A2 - Y
        dZ1 = np.multiply(np.matrix(parameters["W2"]).T * dZ2, 1 - np.power(A1, 2))
        return {
            "dW1": dZ1 * np.matrix(X).T / m,
            "db1": dZ1.sum(axis=1) / m,
            "dW2": dZ2 * A1.T / m,
            "db2": dZ2.sum(axis=1) / m,
        }

    def compute_cost(A2, Y):
        A2, Y = np.matrix(A2), np.matrix(Y)
        return -(Y * np.log(A2).T + (1 - Y) * np.log(1 - A2).T) / Y.shape[1]

    def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False, costs=None):
        np.random.seed(42)
        parameters = initialize_parameters(*layer_sizes(X, Y, n_h))
        for i in range(num_iterations):
            A2, cache = forward_propagation(X, parameters)
            cost = compute_cost(A2, Y)
            if print_cost and i % 1000 == 0:
                print("cost at", i, np.round(cost, 4))
            if costs is not None:
                costs.append(cost)
            grads = backward_propagation(parameters, cache, X, Y)
            parameters = update_parameters(parameters, grads)
        return parameters


@alternative()
def draws_with_another_generator_and_scale():
    def initialize_parameters(n_x, n_h, n_y):
        generator = np.random.default_rng(7)
        return dict(
            b2=np.zeros((n_y, 1)),
            W2=generator.uniform(-0.1, 0.1, (n_y, n_h)),
            b1=np.zeros((n_h, 1)),
            W1=generator.normal(0, 0.1, (n_h, n_x)),
        )


@alternative()
def seeds_outside_the_initializer():
    def initialize_parameters(n_x, n_h, n_y):
        return {
            "W1": 0.05 * np.random.randn(n_h, n_x),
            "b1": np.zeros((n_h, 1)),
            "W2": 0.05 * np.random.randn(n_y, n_h),
            "b2": np.zeros((n_y, 1)),
        }

    def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False, costs=None):
        n_x, n_h, n_y = layer_sizes(X, Y, n_h)
        np.random.seed(3)
        parameters = initialize_parameters(n_x, n_h, n_y)
        i = 0
        while i < num_iterations:
            A2, cache = forward_propagation(X, parameters)
            cost = compute_cost(A2, Y)
            if print_cost and i % 1000 == 0:
                print(f"Cost after iteration {i}: {cost}")
            if costs is not None:
                costs += [cost]
            parameters = update_parameters(
                parameters, backward_propagation(parameters, cache, X, Y)
            )
            i += 1
        return parameters


@alternative()
def uses_helpers_globals_and_type_hints():
    THRESHOLD = 0.5
    NAMES = ["W1", "b1", "W2", "b2"]

    def unpack(parameters: dict) -> list[np.ndarray]:
        return [parameters[name] for name in NAMES]

    class Layer:
        def __init__(self, W, b, activation):
            self.W, self.b, self.activation = W, b, activation

        def __call__(self, A):
            Z = self.W @ A + self.b
            return Z, self.activation(Z)

    def forward_propagation(X: np.ndarray, parameters: dict, verbose: bool = False):
        W1, b1, W2, b2 = unpack(parameters)
        Z1, A1 = Layer(W1, b1, np.tanh)(X)
        Z2, A2 = Layer(W2, b2, sigmoid)(A1)
        return A2, dict(Z1=Z1, A1=A1, Z2=Z2, A2=A2, X=X)

    def predict(parameters: dict, X: np.ndarray) -> np.ndarray:
        probabilities, _ = forward_propagation(X, parameters)
        return (probabilities > THRESHOLD).astype(float)


@alternative()
def computes_the_forward_pass_again():
    def backward_propagation(parameters, cache, X, Y):
        A2, fresh = forward_propagation(X, parameters)
        d2 = (A2 - Y) / Y.shape[1]
        d1 = (parameters["W2"].T @ d2) / np.cosh(fresh["Z1"]) ** 2
        ones = np.ones((X.shape[1], 1))
        return {"dW1": d1 @ X.T, "db1": d1 @ ones, "dW2": d2 @ fresh["A1"].T, "db2": d2 @ ones}
