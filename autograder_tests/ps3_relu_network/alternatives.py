"""Right answers to assignment 3 in other styles, which every check accepts."""

from autograder.checks import alternative


@alternative()
def loops_over_examples():
    import math

    @method(NumpyNeuralNetwork)
    def sigmoid(self, Z):
        A = np.empty(np.shape(Z))
        for at in np.ndindex(A.shape):
            A[at] = 1 / (1 + math.exp(-Z[at]))
        return A

    @method(NumpyNeuralNetwork)
    def relu(self, Z):
        return np.array([[max(0.0, z) for z in row] for row in Z]).reshape(np.shape(Z))

    @method(NumpyNeuralNetwork)
    def single_layer_forward_propagation(self, A_prev, W_curr, b_curr, activation="relu"):
        columns = [W_curr @ A_prev[:, [i]] + b_curr for i in range(A_prev.shape[1])]
        Z_curr = np.hstack(columns)
        activated = [getattr(self, activation)(column) for column in columns]
        return np.hstack(activated), Z_curr

    @method(NumpyNeuralNetwork)
    def convert_prob_into_class(self, probs):
        labels = []
        for i in range(probs.shape[1]):
            labels.append(1 if probs[0, i] > 0.5 else 0)
        return np.array(labels)

    @method(NumpyNeuralNetwork)
    def relu_backward(self, dA, Z):
        dZ = np.zeros(np.shape(Z))
        for at in np.ndindex(dZ.shape):
            if Z[at] > 0:
                dZ[at] = dA[at]
        return dZ

    @method(NumpyNeuralNetwork)
    def single_layer_backward_propagation(
        self, dA_curr, W_curr, b_curr, Z_curr, A_prev, activation="relu"
    ):
        m = A_prev.shape[1]
        dA_prev, dW, db = np.zeros(A_prev.shape), np.zeros(W_curr.shape), np.zeros(b_curr.shape)
        backward = {"relu": self.relu_backward, "sigmoid": self.sigmoid_backward}[activation]
        for i in range(m):
            dz = backward(dA_curr[:, [i]], Z_curr[:, [i]])
            dW += dz @ A_prev[:, [i]].T / m
            db += dz / m
            dA_prev[:, [i]] = W_curr.T @ dz
        return dA_prev, dW, db


@alternative(
    "sigmoid",
    "relu",
    "single_layer_forward_propagation",
    "full_forward_propagation",
    "convert_prob_into_class",
    "sigmoid_backward",
    "relu_backward",
    "single_layer_backward_propagation",
    "full_backward_propagation",
    "train",
)
def writes_the_class_in_one_piece():
    class NumpyNeuralNetwork:
        """A class of one's own, with the whole network in it."""

        NN_ARCHITECTURE = (
            {"input_dim": 2, "output_dim": 25, "activation": "relu"},
            {"input_dim": 25, "output_dim": 50, "activation": "relu"},
            {"input_dim": 50, "output_dim": 50, "activation": "relu"},
            {"input_dim": 50, "output_dim": 25, "activation": "relu"},
            {"input_dim": 25, "output_dim": 1, "activation": "sigmoid"},
        )

        def __init__(self, seed=99, architecture=None):
            self.layers = architecture or self.NN_ARCHITECTURE
            np.random.seed(seed)
            self.params_values = {}
            for i, layer in enumerate(self.layers):
                shape = (layer["output_dim"], layer["input_dim"])
                self.params_values["W" + str(i + 1)] = np.random.randn(*shape) * 0.1
                self.params_values["b" + str(i + 1)] = np.random.randn(shape[0], 1) * 0.1

        def get_params_values(self):
            return self.params_values

        @staticmethod
        def sigmoid(Z):
            return 1.0 / (1.0 + np.exp(-Z))

        def sigmoid_backward(self, dA, Z):
            sig = self.sigmoid(Z)
            return dA * sig * (1 - sig)

        @staticmethod
        def relu(Z):
            return np.maximum(0, Z)

        def relu_backward(self, dA, Z):
            dZ = np.array(dA, copy=True)
            dZ[Z <= 0] = 0
            return dZ

        def single_layer_forward_propagation(self, A_prev, W_curr, b_curr, activation="relu"):
            Z_curr = np.dot(W_curr, A_prev) + b_curr
            if activation == "relu":
                activation_func = self.relu
            elif activation == "sigmoid":
                activation_func = self.sigmoid
            else:
                raise NotImplementedError("Non-supported activation function")
            return activation_func(Z_curr), Z_curr

        def full_forward_propagation(self, X):
            memory = {}
            A_curr = X
            for idx, layer in enumerate(self.layers):
                A_prev = A_curr
                W_curr = self.params_values["W" + str(idx + 1)]
                b_curr = self.params_values["b" + str(idx + 1)]
                A_curr, Z_curr = self.single_layer_forward_propagation(
                    A_prev, W_curr, b_curr, layer["activation"]
                )
                memory["A" + str(idx)] = A_prev
                memory["Z" + str(idx + 1)] = Z_curr
            memory["A" + str(len(self.layers))] = A_curr
            return A_curr, memory

        def get_cost_value(self, Y_hat, Y):
            m = Y_hat.shape[1]
            cost = -1 / m * (np.dot(Y, np.log(Y_hat).T) + np.dot(1 - Y, np.log(1 - Y_hat).T))
            return np.squeeze(cost)

        def convert_prob_into_class(self, probs):
            probs_ = np.copy(probs)
            probs_[probs_ > 0.5] = 1
            probs_[probs_ <= 0.5] = 0
            return probs_.flatten()

        def get_accuracy_value(self, Y_hat, Y):
            return (self.convert_prob_into_class(Y_hat) == Y).all(axis=0).mean()

        def single_layer_backward_propagation(
            self, dA_curr, W_curr, b_curr, Z_curr, A_prev, activation="relu"
        ):
            m = A_prev.shape[1]
            backward = self.relu_backward if activation == "relu" else self.sigmoid_backward
            dZ_curr = backward(dA_curr, Z_curr)
            dW_curr = np.dot(dZ_curr, A_prev.T) / m
            db_curr = np.sum(dZ_curr, axis=1, keepdims=True) / m
            return np.dot(W_curr.T, dZ_curr), dW_curr, db_curr

        def full_backward_propagation(self, Y_hat, Y, memory):
            grads_values = {}
            Y = Y.reshape(Y_hat.shape)
            eps = 1e-12
            Y_hat = np.minimum(np.maximum(Y_hat, eps), 1 - eps)
            dA_prev = -(np.divide(Y, Y_hat) - np.divide(1 - Y, 1 - Y_hat))
            for idx, layer in reversed(list(enumerate(self.layers))):
                n = str(idx + 1)
                dA_curr = dA_prev
                dA_prev, grads_values["dW" + n], grads_values["db" + n] = (
                    self.single_layer_backward_propagation(
                        dA_curr,
                        self.params_values["W" + n],
                        self.params_values["b" + n],
                        memory["Z" + n],
                        memory["A" + str(idx)],
                        layer["activation"],
                    )
                )
            return grads_values

        def update(self, grads_values):
            for idx in range(1, len(self.layers) + 1):
                for name in ("W" + str(idx), "b" + str(idx)):
                    self.params_values[name] -= self.learning_rate * grads_values["d" + name]
            return self.params_values

        def train(self, X, Y, epochs, learning_rate, verbose=False):
            self.cost_history = []
            self.accuracy_history = []
            self.learning_rate = learning_rate
            for i in range(epochs):
                Y_hat, cache = self.full_forward_propagation(X)
                if i % 10 == 0:
                    self.cost_history.append(self.get_cost_value(Y_hat, Y))
                    self.accuracy_history.append(self.get_accuracy_value(Y_hat, Y))
                grads_values = self.full_backward_propagation(Y_hat, Y, cache)
                self.params_values = self.update(grads_values)
                if verbose and i % 1000 == 0:
                    print(f"Iteration {i:05}", self.cost_history[-1], self.accuracy_history[-1])
            return self.params_values

        def predict(self, X):
            return self.convert_prob_into_class(self.full_forward_propagation(np.transpose(X))[0])

        def fit(self, X, y):
            self.train(np.transpose(X), y.reshape((1, y.shape[0])), 10000, 0.1)

    @method(NumpyNeuralNetwork)
    def relu(self, Z):
        """A stub that was left further down."""
        # YOUR CODE HERE
        raise NotImplementedError()

    @method(NumpyNeuralNetwork)
    def train(self, X, Y, epochs, learning_rate, verbose=False):
        """A stub that was left further down."""
        # YOUR CODE HERE
        raise NotImplementedError()


@alternative()
def never_divides():
    @method(NumpyNeuralNetwork)
    def full_backward_propagation(self, Y_hat, Y, memory):
        grads_values = {}
        m, dZ = Y.shape[1], Y_hat - Y
        number = len(self.architecture)
        while number > 0:
            A_prev = memory[f"A{number - 1}"]
            grads_values[f"dW{number}"] = dZ @ A_prev.T / m
            grads_values[f"db{number}"] = dZ.mean(axis=1, keepdims=True)
            if number > 1:
                dA = self.params_values[f"W{number}"].T @ dZ
                if self.architecture[number - 2]["activation"] == "relu":
                    dZ = np.where(A_prev > 0, dA, 0)
                else:
                    dZ = dA * A_prev * (1 - A_prev)
            number -= 1
        return grads_values


@alternative()
def masks_copies():
    @method(NumpyNeuralNetwork)
    def relu(self, Z):
        A = Z.copy()
        A[A < 0] = 0
        return A

    @method(NumpyNeuralNetwork)
    def relu_backward(self, dA, Z):
        dZ = dA.copy()
        dZ[Z < 0] = 0
        return dZ

    @method(NumpyNeuralNetwork)
    def convert_prob_into_class(self, probs):
        labels = probs.copy()
        labels[probs > 0.5] = 1
        labels[probs <= 0.5] = 0
        return labels.flatten()

    @method(NumpyNeuralNetwork)
    def sigmoid_backward(self, dA, Z):
        dZ = dA.copy()
        dZ *= self.sigmoid(Z)
        dZ *= 1 - self.sigmoid(Z)
        return dZ


@alternative()
def speaks_einsum():
    @method(NumpyNeuralNetwork)
    def sigmoid(self, Z):
        return np.exp(Z) / (1 + np.exp(Z))

    @method(NumpyNeuralNetwork)
    def relu(self, Z):
        return (np.abs(Z) + Z) / 2

    @method(NumpyNeuralNetwork)
    def single_layer_forward_propagation(self, A_prev, W_curr, b_curr, activation="relu"):
        Z_curr = np.einsum("np,pm->nm", W_curr, A_prev) + b_curr
        return [{"relu": self.relu, "sigmoid": self.sigmoid}[activation](Z_curr), Z_curr]

    @method(NumpyNeuralNetwork)
    def sigmoid_backward(self, dA, Z):
        return dA / (np.exp(Z / 2) + np.exp(-Z / 2)) ** 2

    @method(NumpyNeuralNetwork)
    def relu_backward(self, dA, Z):
        return dA * np.heaviside(Z, 0.5)

    @method(NumpyNeuralNetwork)
    def single_layer_backward_propagation(
        self, dA_curr, W_curr, b_curr, Z_curr, A_prev, activation="relu"
    ):
        backward = self.relu_backward if activation == "relu" else self.sigmoid_backward
        dZ, m = backward(dA_curr, Z_curr), len(A_prev.T)
        return [
            np.einsum("np,nm->pm", W_curr, dZ),
            np.einsum("nm,pm->np", dZ, A_prev) / m,
            np.einsum("nm->n", dZ)[:, None] / m,
        ]


@alternative()
def returns_lists_and_booleans():
    @method(NumpyNeuralNetwork)
    def convert_prob_into_class(self, probs):
        return [bool(p > 0.5) for p in np.ravel(probs)]

    @method(NumpyNeuralNetwork)
    def single_layer_forward_propagation(self, A_prev, W_curr, b_curr, activation="relu"):
        Z = W_curr @ A_prev + b_curr
        return [self.sigmoid(Z) if activation == "sigmoid" else self.relu(Z), Z]

    @method(NumpyNeuralNetwork)
    def full_forward_propagation(self, X):
        memory = {"A0": X, "X": X, "layers": len(self.architecture)}
        for i, layer in enumerate(self.architecture):
            W, b = self.params_values["W%d" % (i + 1)], self.params_values["b%d" % (i + 1)]
            A, Z = self.single_layer_forward_propagation(
                memory["A%d" % i], W, b, layer["activation"]
            )
            memory["A%d" % (i + 1)], memory["Z%d" % (i + 1)] = A, Z
        return [A, memory]

    @method(NumpyNeuralNetwork)
    def train(self, X, Y, epochs, learning_rate, verbose=False, every=10):
        self.learning_rate = np.float64(learning_rate)
        costs, accuracies = np.empty(0), []
        epoch = 0
        while epoch < epochs:
            Y_hat, memory = self.full_forward_propagation(X)
            grads_values = self.full_backward_propagation(Y_hat, Y, memory)
            if not epoch % every:
                costs = np.append(costs, self.get_cost_value(Y_hat, Y))
                accuracies += [np.array([[self.get_accuracy_value(Y_hat, Y)]])]
            if verbose and not epoch % 1000:
                print("cost", np.round(costs[-1], 4), "accuracy", np.round(accuracies[-1], 2))
            self.params_values = dict(self.update(grads_values))
            epoch += 1
        self.cost_history, self.accuracy_history = costs, tuple(accuracies)
        return self.get_params_values()


@alternative()
def multiplies_matrices_of_np_matrix():
    @method(NumpyNeuralNetwork)
    def single_layer_forward_propagation(self, A_prev, W_curr, b_curr, activation="relu"):
        Z = np.matrix(W_curr) * np.matrix(A_prev) + b_curr
        return (self.relu(Z) if activation == "relu" else self.sigmoid(Z)), Z

    @method(NumpyNeuralNetwork)
    def sigmoid_backward(self, dA, Z):
        A = np.asarray(self.sigmoid(Z))
        return np.multiply(dA, np.multiply(A, 1 - A))

    @method(NumpyNeuralNetwork)
    def relu_backward(self, dA, Z):
        return np.multiply(dA, Z > 0)

    @method(NumpyNeuralNetwork)
    def single_layer_backward_propagation(
        self, dA_curr, W_curr, b_curr, Z_curr, A_prev, activation="relu"
    ):
        m = A_prev.shape[1]
        backward = self.relu_backward if activation == "relu" else self.sigmoid_backward
        dZ = np.matrix(backward(dA_curr, Z_curr))
        return np.matrix(W_curr).T * dZ, dZ * np.matrix(A_prev).T / m, dZ.sum(axis=1) / m

    @method(NumpyNeuralNetwork)
    def full_backward_propagation(self, Y_hat, Y, memory):
        Y_hat = np.clip(np.asarray(Y_hat), 1e-15, 1 - 1e-15)
        dA = np.divide(1 - Y, 1 - Y_hat) - np.divide(Y, Y_hat)
        grads = {}
        for number in reversed(range(1, len(self.architecture) + 1)):
            W, b = self.params_values["W" + str(number)], self.params_values["b" + str(number)]
            Z, A_prev = memory["Z" + str(number)], memory["A" + str(number - 1)]
            activation = self.architecture[number - 1]["activation"]
            dA, dW, db = self.single_layer_backward_propagation(dA, W, b, Z, A_prev, activation)
            grads.update({"dW" + str(number): dW, "db" + str(number): db})
        return grads


@alternative()
def prints_and_warns():
    import warnings

    @method(NumpyNeuralNetwork)
    def sigmoid(self, Z):
        print("sigmoid of", np.shape(Z))
        warnings.warn("this is only a warning")
        np.log(np.zeros(1))  # a RuntimeWarning on stderr
        return np.where(Z >= 0, 1 / (1 + np.exp(-Z)), np.exp(Z) / (1 + np.exp(Z)))

    @method(NumpyNeuralNetwork)
    def train(self, X, Y, epochs, learning_rate, verbose=False):
        print("training")
        self.learning_rate, self.cost_history, self.accuracy_history = learning_rate, [], []
        for epoch in range(epochs):
            Y_hat, memory = self.full_forward_propagation(X)
            print("epoch", epoch, "of", epochs)
            if verbose and epoch % 1000 == 0:
                cost, accuracy = self.get_cost_value(Y_hat, Y), self.get_accuracy_value(Y_hat, Y)
                print(f"epoch {epoch}: loss={cost:.3e}, {accuracy:.0%} right", flush=True)
            if epoch % 10 == 0:
                self.cost_history += [self.get_cost_value(Y_hat, Y)]
                self.accuracy_history += [self.get_accuracy_value(Y_hat, Y)]
            self.params_values = self.update(self.full_backward_propagation(Y_hat, Y, memory))
        return self.params_values


@alternative()
def uses_helpers_globals_and_type_hints():
    THRESHOLD = 0.5
    TINY = 1e-12

    def logistic(z: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-z))

    class Layer:
        def __init__(self, W, b, function):
            self.W, self.b, self.function = W, b, function

        def __call__(self, A):
            Z = self.W @ A + self.b
            return self.function(Z), Z

    FUNCTIONS = {"relu": lambda z: z * (z > 0), "sigmoid": logistic}
    SLOPES = {"relu": lambda z: 1.0 * (z > 0), "sigmoid": lambda z: logistic(z) * logistic(-z)}

    @method(NumpyNeuralNetwork)
    def sigmoid(self, Z: np.ndarray) -> np.ndarray:
        return FUNCTIONS["sigmoid"](Z)

    @method(NumpyNeuralNetwork)
    def relu(self, Z: np.ndarray) -> np.ndarray:
        return FUNCTIONS["relu"](Z)

    @method(NumpyNeuralNetwork)
    def single_layer_forward_propagation(
        self, A_prev: np.ndarray, W_curr, b_curr, activation: str = "relu"
    ) -> tuple[np.ndarray, np.ndarray]:
        return Layer(W_curr, b_curr, FUNCTIONS[activation])(A_prev)

    @method(NumpyNeuralNetwork)
    def convert_prob_into_class(self, probs: np.ndarray, threshold: float = THRESHOLD):
        return (probs > threshold).astype(float).squeeze(axis=0)

    @method(NumpyNeuralNetwork)
    def sigmoid_backward(self, dA, Z):
        return dA * SLOPES["sigmoid"](Z)

    @method(NumpyNeuralNetwork)
    def relu_backward(self, dA, Z):
        return dA * SLOPES["relu"](Z)

    @method(NumpyNeuralNetwork)
    def single_layer_backward_propagation(
        self, dA_curr, W_curr, b_curr, Z_curr, A_prev, activation: str = "relu"
    ):
        m = Z_curr.shape[1]
        dZ = dA_curr * SLOPES[activation](Z_curr)
        ones = np.ones((m, 1))
        return W_curr.T @ dZ, (dZ / m) @ A_prev.T, (dZ / m) @ ones

    @method(NumpyNeuralNetwork)
    def full_backward_propagation(self, Y_hat, Y, memory) -> dict:
        dA = -(Y / (Y_hat + TINY) - (1 - Y) / (1 - Y_hat + TINY))
        grads = {}
        for i in range(len(self.architecture))[::-1]:
            W, b = self.params_values[f"W{i + 1}"], self.params_values[f"b{i + 1}"]
            kind = self.architecture[i]["activation"]
            back = self.single_layer_backward_propagation(
                dA, W, b, memory[f"Z{i + 1}"], memory[f"A{i}"], activation=kind
            )
            dA, grads[f"dW{i + 1}"], grads[f"db{i + 1}"] = back
        return grads


@alternative()
def goes_forward_and_steps_by_itself():
    @method(NumpyNeuralNetwork)
    def full_forward_propagation(self, X):
        memory, values = {}, [X]
        for number, layer in zip(range(1, 1 + len(self.architecture)), self.architecture):
            Z = self.params_values[f"W{number}"] @ values[-1] + self.params_values[f"b{number}"]
            memory.update({f"A{number - 1}": values[-1].copy(), f"Z{number}": Z})
            values.append(Z * (Z > 0) if layer["activation"] == "relu" else 1 / (1 + np.exp(-Z)))
        return values[-1], memory

    @method(NumpyNeuralNetwork)
    def train(self, X, Y, epochs, learning_rate, verbose=False):
        self.learning_rate = learning_rate
        measured = []
        for epoch in range(epochs):
            Y_hat, memory = self.full_forward_propagation(X)
            if epoch in range(0, epochs, 10):
                cost = -np.mean(np.log(np.where(Y == 1, Y_hat, 1 - Y_hat)))
                measured.append((cost, np.mean((Y_hat > 0.5) == Y)))
                if verbose and epoch % 1000 == 0:
                    print(
                        "epoch %d, cost %.2f, accuracy %.1f %%"
                        % (epoch, cost, 100 * measured[-1][1])
                    )
            grads = self.full_backward_propagation(Y_hat, Y, memory)
            for name in self.params_values:
                self.params_values[name] -= learning_rate * grads["d" + name]
        self.cost_history = [cost for cost, _ in measured]
        self.accuracy_history = [accuracy for _, accuracy in measured]
        return self.params_values


@alternative("sigmoid", "relu", "sigmoid_backward", "relu_backward")
def attaches_methods_by_hand():
    NumpyNeuralNetwork.sigmoid = lambda self, Z: np.reciprocal(1 + np.exp(-Z))
    NumpyNeuralNetwork.relu = lambda self, Z: Z.clip(min=0)

    class NumpyNeuralNetwork(NumpyNeuralNetwork):
        def sigmoid_backward(self, dA, Z):
            return dA * self.sigmoid(Z) * self.sigmoid(-Z)

        def relu_backward(self, dA, Z):
            return np.where(np.sign(Z) > 0, dA, 0.0)


@alternative()
def walks_the_layers_by_recursion():
    def ahead(network, A, number, memory):
        if number > len(network.architecture):
            return A
        memory["A" + str(number - 1)] = A
        W, b = network.params_values["W" + str(number)], network.params_values["b" + str(number)]
        kind = network.architecture[number - 1]["activation"]
        A, memory["Z" + str(number)] = network.single_layer_forward_propagation(A, W, b, kind)
        return ahead(network, A, number + 1, memory)

    def back(network, dA, number, memory, grads):
        if number == 0:
            return grads
        Z, A_prev = memory[f"Z{number}"], memory[f"A{number - 1}"]
        dA_prev, grads[f"dW{number}"], grads[f"db{number}"] = (
            network.single_layer_backward_propagation(
                dA_curr=dA,
                W_curr=network.params_values[f"W{number}"],
                b_curr=network.params_values[f"b{number}"],
                Z_curr=Z,
                A_prev=A_prev,
                activation=network.architecture[number - 1]["activation"],
            )
        )
        grads[f"dA{number - 1}"] = dA_prev
        return back(network, dA_prev, number - 1, memory, grads)

    @method(NumpyNeuralNetwork)
    def full_forward_propagation(self, X):
        memory = {}
        return ahead(self, X, 1, memory), memory

    @method(NumpyNeuralNetwork)
    def full_backward_propagation(self, Y_hat, Y, memory):
        p = np.where(Y == 1, Y_hat, 1 - Y_hat).clip(1e-15)  # of the true class
        return back(self, np.where(Y == 1, -1, 1) / p, len(self.architecture), memory, {})


@alternative()
def adds_outer_products():
    @method(NumpyNeuralNetwork)
    def sigmoid(self, Z):
        return 0.5 * (1 + np.tanh(0.5 * Z))

    @method(NumpyNeuralNetwork)
    def relu(self, Z):
        return np.piecewise(Z, [Z > 0], [lambda z: z, 0])

    @method(NumpyNeuralNetwork)
    def convert_prob_into_class(self, probs):
        return np.rint(np.nextafter(probs, 0))[0]

    @method(NumpyNeuralNetwork)
    def single_layer_backward_propagation(
        self, dA_curr, W_curr, b_curr, Z_curr, A_prev, activation="relu"
    ):
        dZ = getattr(self, activation + "_backward")(dA_curr, Z_curr)
        dW = np.mean([np.outer(dz, a) for dz, a in zip(dZ.T, A_prev.T)], axis=0)
        return np.transpose(dZ.T @ W_curr), dW, np.average(dZ, axis=1).reshape(-1, 1)

    @method(NumpyNeuralNetwork)
    def train(self, X, Y, epochs, learning_rate, verbose=False):
        def one_epoch(epoch):
            Y_hat, memory = self.full_forward_propagation(X)
            measured = self.get_cost_value(Y_hat, Y), self.get_accuracy_value(Y_hat, Y)
            if verbose and epoch % 1000 == 0:
                print(epoch, *measured, sep="\t")
            self.update(self.full_backward_propagation(Y_hat, Y, memory))
            return measured

        self.learning_rate = learning_rate
        measured = np.array([one_epoch(epoch) for epoch in range(epochs)]).reshape(-1, 2)
        self.cost_history, self.accuracy_history = measured[::10].T
        return self.params_values
