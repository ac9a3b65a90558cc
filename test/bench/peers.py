"""One measurement of another library, for test/bench/compare.ts.

python peers.py CONTESTANT WORK TRIALS STEPS, with CONTESTANT one of keras-tensorflow, keras-jax, jax-vmap, torch-bmm and
WORK one of dense, lstm, gru; for Keras also dense-256 and lstm-128. Prints {"microseconds": per trial and step,
"prepareSeconds": ...} as JSON. The work: a window of 20 rows of one column, Dense 20 tanh, Dense 20 tanh (or LSTM 20, or
GRU 20), Dense 1; batch 32; Adam; mean squared error; or Dense 256 twice, window 100, batch 256; or LSTM 128, window 50. All
trials of a run are trained with the same order of rows.

torch-matmul dense-256 1 STEPS takes no step, but the products of one, one after the other.
"""

import json
import os
import sys
import time

contestant, work, trials, steps = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
if contestant.startswith("keras-"):
    os.environ["KERAS_BACKEND"] = contestant.removeprefix("keras-")

import numpy as np

LENGTH, UNITS, BATCH = {"dense-256": (100, 256, 256), "lstm-128": (50, 128, 32)}.get(work, (20, 20, 32))
RATE = 0.001
rows = LENGTH + 53 * BATCH
series = (np.sin(np.arange(rows + 1) / 4) + 0.2 * np.sin(np.arange(rows + 1) ** 2)).astype("float32")
random = np.random.default_rng(1)
order = np.concatenate([random.permutation(53 * BATCH).reshape(53, BATCH) for _ in range(-(-steps // 53))])[:steps]


def weights(copies):
    """Stacked initial weights of all trials."""
    gates = {"lstm": 4, "gru": 3}.get(work)
    if gates:
        shapes = [(1, gates * UNITS), (UNITS, gates * UNITS), (gates * UNITS,), (UNITS, 1), (1,)]
    else:
        shapes = [(LENGTH, UNITS), (UNITS,), (UNITS, UNITS), (UNITS,), (UNITS, 1), (1,)]
    return [
        (random.uniform(-1, 1, (copies, *shape)) * (np.sqrt(6 / sum(shape)) if len(shape) > 1 else 0)).astype("float32")
        for shape in shapes
    ]


def keras_fit():
    import keras

    hidden = {
        "dense": [keras.layers.Flatten(), keras.layers.Dense(UNITS, "tanh"), keras.layers.Dense(UNITS, "tanh")],
        "lstm": [keras.layers.LSTM(UNITS)],
        "gru": [keras.layers.GRU(UNITS)],
    }[work.split("-")[0]]
    model = keras.Sequential([keras.Input((LENGTH, 1)), *hidden, keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(RATE), "mse")
    starts = np.arange(53 * BATCH)
    x = series[starts[:, None] + np.arange(LENGTH)][..., None]
    y = series[starts + LENGTH][:, None]
    begun = time.perf_counter()
    model.fit(x, y, batch_size=BATCH, epochs=1, verbose=0)
    prepared = time.perf_counter() - begun
    epochs = max(1, steps // 53)
    begun = time.perf_counter()
    model.fit(x, y, batch_size=BATCH, epochs=epochs, verbose=0)
    return time.perf_counter() - begun, epochs * 53, prepared


def jax_vmap():
    import jax
    import jax.numpy as jnp

    data, offsets = jnp.asarray(series), jnp.arange(LENGTH)

    def forecast(w, x):
        if work == "dense":
            h = jnp.tanh(x @ w[0] + w[1])
            h = jnp.tanh(h @ w[2] + w[3])
            return h @ w[4] + w[5]
        h = jnp.zeros((BATCH, UNITS))

        def lstm(state, column):
            h, c = state
            i, f, g, o = jnp.split(column[:, None] * w[0] + h @ w[1] + w[2], 4, 1)
            c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
            return (jax.nn.sigmoid(o) * jnp.tanh(c), c), None

        def gru(h, column):
            a, b = column[:, None] * w[0] + w[2], h @ w[1]
            z = jax.nn.sigmoid(a[:, :UNITS] + b[:, :UNITS])
            r = jax.nn.sigmoid(a[:, UNITS : 2 * UNITS] + b[:, UNITS : 2 * UNITS])
            n = jnp.tanh(a[:, 2 * UNITS :] + r * b[:, 2 * UNITS :])
            return z * h + (1 - z) * n, None

        if work == "lstm":
            (h, _), _ = jax.lax.scan(lstm, (h, h), x.T)
        else:
            h, _ = jax.lax.scan(gru, h, x.T)
        return h @ w[3] + w[4]

    def loss(w, starts):
        error = forecast(w, data[starts[:, None] + offsets])[:, 0] - data[starts + LENGTH]
        return jnp.mean(error**2)

    def train(w, batches):
        zeros = [jnp.zeros_like(one) for one in w]

        def step(state, starts):
            w, m, v, t = state
            value, g = jax.value_and_grad(loss)(w, starts)
            t = t + 1
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b * b for a, b in zip(v, g)]
            rate = RATE * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            w = [a - rate * b / (jnp.sqrt(c) + 1e-7) for a, b, c in zip(w, m, v)]
            return (w, m, v, t), value

        state, losses = jax.lax.scan(step, (w, zeros, zeros, 0.0), batches)
        return state[0], losses[-1]

    run = jax.jit(jax.vmap(train, in_axes=(0, None)))
    start, batches = [jnp.asarray(one) for one in weights(trials)], jnp.asarray(order)
    begun = time.perf_counter()
    jax.block_until_ready(run(start, batches))
    prepared = time.perf_counter() - begun
    begun = time.perf_counter()
    jax.block_until_ready(run(start, batches))
    return time.perf_counter() - begun, steps, prepared


def torch_bmm():
    import torch

    data, offsets, batches = torch.from_numpy(series), torch.arange(LENGTH), torch.from_numpy(order)
    w = [torch.from_numpy(one if one.ndim == 3 else one[:, None, :]).requires_grad_() for one in weights(trials)]
    optimizer = torch.optim.Adam(w, RATE, eps=1e-7)

    def forecast(x):
        if work == "dense":
            h = torch.tanh(torch.baddbmm(w[1], x.expand(trials, -1, -1), w[0]))
            h = torch.tanh(torch.baddbmm(w[3], h, w[2]))
            return torch.baddbmm(w[5], h, w[4])
        h = c = torch.zeros(trials, BATCH, UNITS)
        for column in x.T:
            a = column[None, :, None] * w[0] + w[2]
            if work == "lstm":
                i, f, g, o = torch.split(torch.baddbmm(a, h, w[1]), UNITS, 2)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(c)
            else:
                b = torch.bmm(h, w[1])
                z, r = torch.split(torch.sigmoid(a[..., : 2 * UNITS] + b[..., : 2 * UNITS]), UNITS, 2)
                n = torch.tanh(a[..., 2 * UNITS :] + r * b[..., 2 * UNITS :])
                h = z * h + (1 - z) * n
        return torch.baddbmm(w[4], h, w[3])

    def step(starts):
        optimizer.zero_grad(set_to_none=True)
        error = forecast(data[starts[:, None] + offsets])[..., 0] - data[starts + LENGTH]
        (error**2).mean(1).sum().backward()
        optimizer.step()

    begun = time.perf_counter()
    for starts in batches[:10]:
        step(starts)
    prepared = time.perf_counter() - begun
    begun = time.perf_counter()
    for starts in batches:
        step(starts)
    return time.perf_counter() - begun, steps, prepared


def torch_matmul():
    import torch

    # Forwards; backwards for weights, and for all inputs but the window.
    forwards = [(BATCH, LENGTH, UNITS), (BATCH, UNITS, UNITS), (BATCH, UNITS, 1)]
    backwards = [(k, m, n) for m, k, n in forwards] + [(m, n, k) for m, k, n in forwards[1:]]
    pairs = [(torch.randn(m, k), torch.randn(k, n)) for m, k, n in forwards + backwards]
    for _ in range(50):
        for a, b in pairs:
            a @ b
    begun = time.perf_counter()
    for _ in range(steps):
        for a, b in pairs:
            a @ b
    return time.perf_counter() - begun, steps, 0


seconds, done, prepared = {
    "keras-tensorflow": keras_fit,
    "keras-jax": keras_fit,
    "jax-vmap": jax_vmap,
    "torch-bmm": torch_bmm,
    "torch-matmul": torch_matmul,
}[contestant]()
trained = 1 if contestant.startswith("keras-") else trials
print(json.dumps({"microseconds": seconds * 1e6 / done / trained, "prepareSeconds": prepared}))
