"""Fits the speeds of src/engine/choose/expected-time.ts to what speeds.ts measured: non-negative least squares of relative errors.

python fit_speeds.py speeds.jsonl; needs numpy and scipy. Prints the coefficients of each engine, and how far off they are.
"""

import json
import sys

import numpy as np
from scipy.optimize import nnls

NAMES = ["perLayer us", "perTimeStep us", "perMultiplication ns", "perOutput ns", "perWeight ns"]


def sizes(kind, units, length, batch):
    """Layers, time steps, multiplications, outputs and weights, as sizeOfStep in expected-time.ts has them."""
    if kind == "dense":
        weights = [length * units + units, units * units + units, units + 1]
        return 3, 0, 3 * batch * sum(weights), batch * (2 * units + 1), sum(weights)
    gates = {"simple-rnn": 1, "lstm": 4, "gru": 3}[kind]
    cell = gates * ((1 + units) * units + units)
    steps = length * (1 if gates == 1 else 3)
    return 2, steps, 3 * batch * (cell * length + units + 1), batch * (gates * units * length + 1), cell + units + 1


rows = [json.loads(line) for line in open(sys.argv[1])]
for engine in dict.fromkeys(row["engine"] for row in rows):
    own = [row for row in rows if row["engine"] == engine]
    features = []
    for row in own:
        layers, steps, *each = sizes(row["kind"], row["units"], row["length"], row["batch"])
        features.append([layers / row["trials"], steps / row["trials"], *(count / 1000 for count in each)])
    times = np.array([row["microseconds"] for row in own])
    # Trials that no plan would put together don't count.
    used = np.array([row["trials"] == 1 or x[2] < 3600 for row, x in zip(own, features)])
    matrix = np.array(features)
    speeds, _ = nnls(matrix[used] / times[used, None], np.ones(used.sum()))
    print(engine, dict(zip(NAMES, speeds.round(4).tolist())))
    for row, expected, time in zip(own, matrix @ speeds, times):
        label = [row["kind"], row["units"], row["length"], row["batch"], "x", row["trials"]]
        print("  ", *label, f"{expected:.1f} us expected, {time:.1f} measured; {row['compiling']:.2f} s to compile")
