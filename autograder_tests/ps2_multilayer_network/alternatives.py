"""Right answers to assignment 2 in other styles, which every check accepts."""

from autograder.checks import alternative


@alternative()
def loops_over_examples_in_regression():
    def gradient_descent(x, y, ws, b, lrate, epochs):
        ws = [w for w in ws]
        m = len(y)
        for epoch in range(epochs):
            dws, db, y_preds = [0.0] * len(ws), 0.0, []
            for i in range(m):
                z = b
                for j in range(len(ws)):
                    z += x[i][j] * ws[j]
                y_pred = logistic(z)
                y_preds.append(y_pred)
                for j in range(len(ws)):
                    dws[j] += (y_pred - y[i]) * x[i][j] / m
                db += (y_pred - y[i]) / m
            for j in range(len(ws)):
                ws[j] -= lrate * dws[j]
            b -= lrate * db
        return np.array(ws), b, y_preds


@alternative("forward_pass_two", "backprop_two")
def loops_over_examples_in_two_layers():
    def forward_pass(x, ws, bs, act_fs):
        rows = []
        for i in range(x.shape[0]):
            z1 = np.dot(x[i : i + 1], ws[0]) + bs[0]
            a1 = act_fs[0](z1)
            z2 = np.dot(a1, ws[1]) + bs[1]
            rows.append((z1, a1, z2, act_fs[1](z2)))
        return tuple(np.vstack(column) for column in zip(*rows))

    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        for epoch in range(epochs):
            Z1, A1, Z2, A2 = forward_pass(x, ws, bs, act_fs)
            dA2 = cost_f(A2, y, deriv=True)
            dw1, dw2 = np.zeros_like(ws[0]), np.zeros_like(ws[1])
            db1, db2 = np.zeros_like(bs[0]), np.zeros_like(bs[1])
            for i in range(len(x)):
                d2 = dA2[i] * act_fs[1](Z2[i], deriv=True)
                d1 = ws[1] @ d2 * act_fs[0](Z1[i], deriv=True)
                dw2 += np.outer(A1[i], d2)
                db2 += d2
                dw1 += np.outer(x[i], d1)
                db1 += d1
            ws[0] -= lrate * dw1
            ws[1] -= lrate * dw2
            bs[0] -= lrate * db1
            bs[1] -= lrate * db2
        return ws, bs, Z1, A1, Z2, A2


@alternative("forward_pass", "backprop")
def loops_over_examples_in_all_layers():
    def forward_pass(x, ws, bs, act_fs):
        layers = range(len(ws))
        Zs, As = [[] for _ in layers], [[] for _ in layers]
        for row in x:
            a = row[None, :]
            for k in layers:
                z = a @ ws[k] + bs[k]
                a = act_fs[k](z)
                Zs[k].append(z)
                As[k].append(a)
        return [np.concatenate(z) for z in Zs], [np.concatenate(a) for a in As]

    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        m = len(x)
        for epoch in range(epochs):
            Zs, As = forward_pass(x, ws, bs, act_fs)
            dout = cost_f(As[-1], y, deriv=True)
            dws, dbs = [np.zeros(w.shape) for w in ws], [np.zeros(b.shape) for b in bs]
            for i in range(m):
                d = dout[i : i + 1]
                for k in range(len(ws) - 1, -1, -1):
                    d = d * act_fs[k](Zs[k][i : i + 1], deriv=True)
                    a = x[i : i + 1] if k == 0 else As[k - 1][i : i + 1]
                    dws[k] += a.T @ d
                    dbs[k] += d
                    d = d @ ws[k].T
            ws = [w - lrate * dw for w, dw in zip(ws, dws)]
            bs = [b - lrate * db for b, db in zip(bs, dbs)]
        return ws, bs, Zs, As


@alternative("backprop_two")
def updates_two_layers_in_place():
    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        for i in range(epochs):
            Z1, A1, Z2, A2 = forward_pass(x, ws, bs, act_fs)
            dC_dA2 = cost_f(A2, y, True)
            dA2_dZ2 = act_fs[1](Z2, True)
            delta2 = np.multiply(dC_dA2, dA2_dZ2)
            delta1 = np.dot(delta2, ws[1].T) * act_fs[0](Z1, True)
            for k, (delta, below) in enumerate(((delta1, x), (delta2, A1))):
                ws[k] -= lrate * np.dot(below.T, delta)
                bs[k] -= lrate * np.sum(delta, axis=0, keepdims=True)
        return ws, bs, Z1, A1, Z2, A2


@alternative("backprop")
def updates_all_layers_in_place():
    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        for i in range(epochs):
            Zs, As = forward_pass(x, ws, bs, act_fs)
            inputs = [x, *As[:-1]]
            delta = cost_f(As[-1], y, deriv=True)
            grads = []
            for k in range(len(ws) - 1, -1, -1):
                delta = delta * act_fs[k](Zs[k], deriv=True)
                grads.insert(0, (inputs[k].T.dot(delta), delta.sum(0).reshape(1, -1)))
                delta = delta.dot(ws[k].T)
            for w, b, (dw, db) in zip(ws, bs, grads):
                w -= lrate * dw
                b -= lrate * db
        return ws, bs, Zs, As


@alternative("backprop")
def takes_the_shortcut_where_it_holds():
    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        m, L = y.shape[0], len(ws)
        W, B = [w.copy() for w in ws], [b.copy() for b in bs]
        epoch = 0
        while epoch < epochs:
            Zs, As = forward_pass(x, W, B, act_fs)
            if cost_f is cross_entropy and act_fs[-1] is logistic:
                dZs = [(As[-1] - y) / m]
            else:
                dZs = [cost_f(As[-1], y, deriv=True) * act_fs[-1](Zs[-1], deriv=True)]
            for k in range(L - 1, 0, -1):
                dZs.append(dZs[-1] @ W[k].T * act_fs[k - 1](Zs[k - 1], deriv=True))
            for k, dZ in enumerate(reversed(dZs)):
                W[k] -= lrate * (As[k - 1] if k else x).T @ dZ
                B[k] -= lrate * np.ones((1, m)) @ dZ
            epoch += 1
        return tuple(W), tuple(B), tuple(Zs), tuple(As)


@alternative()
def writes_regression_as_the_shortcut():
    def gradient_descent(x, y, ws, b, lrate, epochs):
        w = np.array(ws, dtype=float)
        for _ in range(epochs):
            A = logistic(np.dot(x, w) + b)
            w -= lrate * np.dot(A - y, x) / y.size
            b = b - lrate * np.mean(A - y)
        return [w, np.array([b]), A]


@alternative("forward_pass_two", "backprop_two")
def speaks_einsum_in_two_layers():
    def forward_pass(x, ws, bs, act_fs):
        Z1 = np.einsum("mx,xh->mh", x, ws[0]) + bs[0]
        A1 = act_fs[0](Z1)
        Z2 = np.einsum("mh,hy->my", A1, ws[1]) + bs[1]
        return [Z1, A1, Z2, act_fs[1](Z2)]

    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        for _ in range(epochs):
            Z1, A1, Z2, A2 = forward_pass(x, ws, bs, act_fs)
            d2 = np.einsum("my,my->my", cost_f(A2, y, deriv=True), act_fs[1](Z2, deriv=True))
            d1 = np.einsum("my,hy,mh->mh", d2, ws[1], act_fs[0](Z1, deriv=True))
            ws = [
                ws[0] - lrate * np.einsum("mx,mh->xh", x, d1),
                ws[1] - lrate * np.einsum("mh,my->hy", A1, d2),
            ]
            bs = [
                bs[0] - lrate * np.einsum("mh->h", d1)[None],
                bs[1] - lrate * np.einsum("my->y", d2)[None],
            ]
        return ws, bs, Z1, A1, Z2, A2


@alternative("forward_pass", "backprop")
def recurses_over_the_layers():
    from typing import Callable

    Arrays = list[np.ndarray]

    class Layer:
        def __init__(self, w, b, act_f):
            self.w, self.b, self.act_f = w, b, act_f

        def forward(self, A):
            self.below = A
            self.Z = A @ self.w + self.b
            self.A = self.act_f(self.Z)
            return self.A

        def backward(self, dA, lrate):
            dZ = dA * self.act_f(self.Z, deriv=True)
            dA = dZ @ self.w.T
            self.w = self.w - lrate * self.below.T @ dZ
            self.b = self.b - lrate * np.add.reduce(dZ, axis=0, keepdims=True)
            return dA

    def both_ways(layers: list, A: np.ndarray, end: Callable, lrate: float) -> np.ndarray:
        if not layers:
            return end(A)
        first, *rest = layers
        return first.backward(both_ways(rest, first.forward(A), end, lrate), lrate)

    def forward_pass(x: np.ndarray, ws: Arrays, bs: Arrays, act_fs: list, verbose: bool = False):
        Zs, As = (), (x,)
        for layer in map(Layer, ws, bs, act_fs):
            As += (layer.forward(As[-1]),)
            Zs += (layer.Z,)
        return Zs, As[1:]

    def backprop(x, y, ws, bs, act_fs, cost_f, lrate=0.1, epochs=1):
        layers = [Layer(*each) for each in zip(ws, bs, act_fs)]
        for _ in progress(epochs):
            both_ways(layers, x, lambda A: cost_f(A, y, deriv=True), lrate)
        return (
            [layer.w for layer in layers],
            [layer.b for layer in layers],
            [layer.Z for layer in layers],
            [layer.A for layer in layers],
        )


@alternative("forward_pass", "backprop")
def multiplies_matrices_of_np_matrix():
    def forward_pass(x, ws, bs, act_fs):
        Zs, As, A = [], [], np.matrix(x)
        for k in range(len(ws)):
            Zs += [A * np.matrix(ws[k]) + bs[k]]
            As += [np.matrix(act_fs[k](np.array(Zs[k])))]
            A = As[-1]
        return Zs, As

    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        ws, bs = [np.matrix(w) for w in ws], [np.matrix(b) for b in bs]
        for _ in range(epochs):
            Zs, As = forward_pass(x, ws, bs, act_fs)
            d, new_ws, new_bs = np.matrix(cost_f(np.array(As[-1]), y, deriv=True)), [], []
            for k in reversed(range(len(ws))):
                d = np.multiply(d, act_fs[k](np.array(Zs[k]), deriv=True))
                new_ws.append(ws[k] - lrate * (np.matrix(x) if k == 0 else As[k - 1]).T * d)
                new_bs.append(bs[k] - lrate * d.sum(axis=0))
                d = d * ws[k].T
            ws, bs = new_ws[::-1], new_bs[::-1]
        return ws, bs, Zs, As


@alternative()
def returns_booleans_for_slopes():
    def tanh(x, deriv=False):
        return 1 / np.cosh(np.clip(x, -300, 300)) ** 2 if deriv else 2 * logistic(2 * x) - 1

    def logistic(x, deriv=False):
        if deriv:
            return logistic(x) * logistic(-x)
        return np.where(x < 0, np.exp(-np.abs(x)), 1.0) / (1 + np.exp(-np.abs(x)))

    def relu(x, deriv=False):
        return x >= 0 if deriv else x * (x > 0)


@alternative()
def returns_arrays_for_costs():
    def cross_entropy(y_preds, y, deriv=False):
        low = 1e-12
        a = np.where(y_preds < low, low, np.where(y_preds > 1 - low, 1 - low, y_preds))
        m = a.shape[0]
        if deriv:
            return -(y / a - (1 - y) / (1 - a)) / m
        a, y = a.reshape(m, 1), y.reshape(m, 1)
        return -(y.T @ np.log(a) + (1 - y).T @ np.log(1 - a)) / m

    def mean_squared_error(y_preds, y, deriv=False):
        difference = np.subtract(y_preds, y)
        if deriv:
            return np.multiply(difference, 2 / difference.size)
        return np.array(np.square(difference).mean())


@alternative()
def keeps_away_from_zero_by_adding():
    EPSILON = 1e-12

    def cross_entropy(y_preds, y, deriv=False):
        if deriv:
            return (y_preds - y) / (y_preds * (1 - y_preds) + EPSILON) / y.size
        total = 0
        for y_pred, label in zip(np.ravel(y_preds), np.ravel(y)):
            total -= np.log(y_pred + EPSILON) if label else np.log(1 - y_pred + EPSILON)
        return total / y.size

    def mean_squared_error(y_preds, y, deriv=False):
        error = y_preds - y
        return 2 * error / error.size if deriv else np.sum(error * error) / error.size


@alternative()
def prints_and_warns():
    import warnings

    def logistic(x, deriv=False):
        print("logistic of", np.shape(x))
        warnings.warn("this is only a warning")
        np.log(np.zeros(1))  # a RuntimeWarning on stderr
        s = 0.5 * (1 + np.tanh(x / 2))
        if deriv is True:
            return s - s**2
        return s

    def tanh(x, deriv=False):
        if deriv:
            with np.errstate(over="ignore"):
                return np.cosh(x) ** -2.0
        return np.tanh(x)

    def relu(x, deriv=False):
        result = x.copy()
        result[x <= 0] = 0
        if deriv:
            result[x > 0] = 1
        return result

    def cross_entropy(y_preds, y, deriv=False):
        print("cross entropy")
        np.seterr(all="warn")
        p = np.minimum(np.maximum(y_preds, 10**-12), 1 - 10**-12)
        if deriv:
            return np.where(y == 1, -1 / p, 1 / (1 - p)) / len(p)
        return np.mean(np.where(y == 1, -np.log(p), -np.log(1 - p)))

    def mean_squared_error(y_preds, y, deriv=False):
        print("mean squared error")
        if deriv:
            return 2.0 / len(y) * (y_preds - y)
        return ((y_preds - y) ** 2).sum() / len(y)


@alternative("backprop_two")
def prints_its_costs():
    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        w1, w2, b1, b2 = ws[0], ws[1], bs[0], bs[1]
        for i in range(epochs):
            Z1, A1, Z2, A2 = forward_pass(x, (w1, w2), (b1, b2), act_fs)
            if i % 10 == 0:
                tqdm.write(f"cost {cost_f(A2, y)}")
            dZ2 = cost_f(A2, y, deriv=True) * act_fs[1](Z2, deriv=True)
            dw2, db2 = A1.T @ dZ2, dZ2.sum(axis=0, keepdims=True)
            dZ1 = dZ2 @ w2.T * act_fs[0](Z1, deriv=True)
            dw1, db1 = x.T @ dZ1, dZ1.sum(axis=0, keepdims=True)
            w1, w2 = w1 - lrate * dw1, w2 - lrate * dw2
            b1, b2 = b1 - lrate * db1, b2 - lrate * db2
        return (w1, w2), (b1, b2), Z1, A1, Z2, A2


@alternative()
def goes_through_the_entries_one_by_one():
    import math

    def each(f):
        return np.vectorize(f, otypes=[float])

    def sigma(z):
        return 1 / (1 + math.exp(-z)) if z > -700 else 0.0

    def logistic(x, deriv=False):
        return each(lambda z: sigma(z) * (1 - sigma(z)))(x) if deriv else each(sigma)(x)

    def tanh(x, deriv=False):
        return each(lambda z: 1 - math.tanh(z) ** 2 if deriv else math.tanh(z))(x)

    def relu(x, deriv=False):
        return each(lambda z: (1 if deriv else z) if z > 0 else 0)(x)

    def cross_entropy(y_preds, y, deriv=False):
        m = len(y)
        total, slope = 0.0, np.zeros(y_preds.shape)
        for i in range(m):
            p = min(max(y_preds[i].item(), 1e-12), 1 - 1e-12)
            if y[i] == 1:
                total -= math.log(p)
                slope[i] = -1 / (m * p)
            else:
                total -= math.log(1 - p)
                slope[i] = 1 / (m * (1 - p))
        return slope if deriv else total / m

    def mean_squared_error(y_preds, y, deriv=False):
        errors = [p.item() - t.item() for p, t in zip(y_preds, y)]
        if deriv:
            return np.reshape([2 * error / len(y) for error in errors], y.shape)
        return sum(error**2 for error in errors) / len(errors)


@alternative()
def counts_the_bias_among_the_weights():
    def gradient_descent(x, y, ws, b, lrate, epochs):
        X1 = np.hstack([np.ones((len(x), 1)), x])
        theta = np.concatenate(([b], ws)).reshape(-1, 1)
        y_column = y.reshape(-1, 1)
        for _ in progress(epochs):
            z = X1.dot(theta)
            y_preds = logistic(z)
            dC_dz = cross_entropy(y_preds, y_column, True) * logistic(z, True)
            theta = theta - lrate * X1.T.dot(dC_dz)
        return theta[1:].ravel(), theta[0], y_preds.ravel()


@alternative("forward_pass", "backprop")
def keeps_examples_in_columns_as_in_assignment_1():
    def forward_in_columns(X, ws, bs, act_fs):
        Zs, As = [], []
        for w, b, act_f in zip(ws, bs, act_fs):
            Zs.append(w.T @ (As[-1] if As else X) + b.T)
            As.append(act_f(Zs[-1]))
        return Zs, As

    def forward_pass(x, ws, bs, act_fs):
        Zs, As = forward_in_columns(x.T, ws, bs, act_fs)
        return [Z.T for Z in Zs], [A.T for A in As]

    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        for _ in range(epochs):
            Zs, As = forward_in_columns(x.T, ws, bs, act_fs)
            dA, grads = cost_f(As[-1].T, y, deriv=True).T, {}
            for k in reversed(range(len(ws))):
                dZ = dA * act_fs[k](Zs[k], deriv=True)
                grads[f"dW{k}"] = dZ @ [x.T, *As][k].T
                grads[f"db{k}"] = np.sum(dZ, axis=1, keepdims=True)
                dA = ws[k] @ dZ
            for k in range(len(ws)):
                ws[k] = ws[k] - lrate * grads[f"dW{k}"].T
                bs[k] = bs[k] - lrate * grads[f"db{k}"].T
        return ws, bs, [Z.T for Z in Zs], [A.T for A in As]


@alternative("forward_pass", "backprop")
def speaks_einsum_in_all_layers():
    def forward_pass(x, ws, bs, act_fs):
        Zs, As = [], [x]
        for k, act_f in enumerate(act_fs):
            Zs.append(np.einsum("mi,io->mo", As[k], ws[k]) + bs[k])
            As.append(act_f(Zs[k]))
        return Zs, As[1:]

    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        for _ in range(epochs):
            Zs, As = forward_pass(x, ws, bs, act_fs)
            back, steps = cost_f(As[-1], y, deriv=True), []
            for w, Z, below, act_f in list(zip(ws, Zs, [x, *As], act_fs))[::-1]:
                delta = np.einsum("mo,mo->mo", back, act_f(Z, deriv=True))
                steps.append((np.einsum("mi,mo->io", below, delta), np.einsum("mo->o", delta)))
                back = np.einsum("mo,io->mi", delta, w)
            ws = [w - lrate * dw for w, (dw, _) in zip(ws, steps[::-1])]
            bs = [b - lrate * db for b, (_, db) in zip(bs, steps[::-1])]
        return ws, bs, Zs, As


@alternative("forward_pass", "backprop")
def keeps_its_state_in_globals():
    STATE = {}

    def one_layer(A, w, b, act_f):
        Z = np.matmul(A, w)
        Z += b
        return Z, act_f(Z)

    def forward_pass(x, ws, bs, act_fs, *, keep=True):
        STATE.update(Z=[], A=[x])
        for w, b, act_f in zip(ws, bs, act_fs):
            Z, A = one_layer(STATE["A"][-1], w, b, act_f)
            STATE["Z"].append(Z)
            STATE["A"].append(A)
        return STATE["Z"], STATE["A"][1:]

    def gradients_of(ws, act_fs, dA):
        for k in range(len(ws))[::-1]:
            dZ = np.multiply(dA, act_fs[k](STATE["Z"][k], deriv=True))
            yield k, STATE["A"][k].T @ dZ, dZ.sum(axis=0)[np.newaxis]
            dA = dZ @ ws[k].T

    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        STATE["costs"] = []
        for epoch in range(epochs):
            Zs, As = forward_pass(x, ws, bs, act_fs)
            STATE["costs"].append(cost_f(As[-1], y))
            steps = list(gradients_of(ws, act_fs, cost_f(As[-1], y, deriv=True)))
            for k, dw, db in steps:
                ws[k] -= lrate * dw
                bs[k] -= lrate * db
        return ws, bs, Zs, As
