"""The best value that Optuna's samplers find: called by searches.ts, which gives problems as JSON on stdin and reads JSON on stdout."""

import json
import math
import sys

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)


def suggest(trial, name, parameter):
    kind = parameter["kind"]
    if kind == "float":
        return trial.suggest_float(name, parameter["from"], parameter["to"], log=parameter["log"])
    if kind == "int":
        return trial.suggest_int(name, parameter["from"], parameter["to"], log=parameter["log"])
    return trial.suggest_categorical(name, parameter["choices"])


def branin(x, y):
    b, c, t = 5.1 / (4 * math.pi**2), 5 / math.pi, 1 / (8 * math.pi)
    return (y - b * x**2 + c * x - 6) ** 2 + 10 * (1 - t) * math.cos(x) + 10


A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P = [
    [1312, 1696, 5569, 124, 8283, 5886],
    [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650],
    [4047, 8828, 8732, 5743, 1091, 381],
]


def hartmann(*x):
    alpha = [1, 1.2, 3, 3.2]
    return -sum(
        weight * math.exp(-sum(a * (v - p * 1e-4) ** 2 for a, v, p in zip(A[i], x, P[i])))
        for i, weight in enumerate(alpha)
    )


def mixed(rate, units, kind):
    return (math.log10(rate) + 2.5) ** 2 + (math.log2(units) - 4) ** 2 / 4 + {"a": 0.6, "b": 0, "c": 1.2}[kind]


FUNCTIONS = {"branin": branin, "hartmann": hartmann, "mixed": mixed}


def best(problem, sampler, trials):
    function = FUNCTIONS.get(problem["name"])

    def objective(trial):
        values = [suggest(trial, str(at), parameter) for at, parameter in enumerate(problem["parameters"])]
        return function(*values) if function else problem["table"][",".join(map(str, values))]

    study = optuna.create_study(sampler=sampler)
    study.optimize(objective, n_trials=trials)
    return study.best_value


asked = json.load(sys.stdin)
answer = {}
for problem in asked["problems"]:
    answer[problem["name"]] = {
        "TPESampler": [best(problem, optuna.samplers.TPESampler(seed=s), asked["trials"]) for s in range(asked["seeds"])],
        "RandomSampler": [best(problem, optuna.samplers.RandomSampler(seed=s), asked["trials"]) for s in range(asked["seeds"])],
    }
json.dump(answer, sys.stdout)
