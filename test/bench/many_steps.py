"""One measurement of Keras for test/bench/many-steps.ts: python many_steps.py BACKEND STEPS EPOCHS MORE_EPOCHS.

The network of NLinear: a window of 336 rows less its last value, one Dense layer that gives all steps, and the last value added
again; batch 32, Adam, mean squared error, windows in a new order in every epoch. Prints {"microseconds": per step}, from the
difference of two trainings, so that what comes once doesn't count.
"""

import json
import os
import sys
import time

backend, steps, epochs, more = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
os.environ['KERAS_BACKEND'] = backend
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'

import keras
import numpy as np

LENGTH, BATCH, ROWS = 336, 32, 8640
series = (np.sin(np.arange(ROWS) / 4) + 0.2 * np.sin(np.arange(ROWS) ** 2)).astype('float32')
count = ROWS - LENGTH - steps + 1
windows = np.lib.stride_tricks.sliding_window_view(series, LENGTH + steps)[: count - count % BATCH]
x, y = np.ascontiguousarray(windows[:, :LENGTH]), np.ascontiguousarray(windows[:, LENGTH:])

entry = keras.Input((LENGTH,))
last = entry[:, -1:]
model = keras.Model(entry, keras.layers.Dense(steps)(entry - last) + last)
model.compile(keras.optimizers.Adam(0.005), 'mse')
model.fit(x, y, batch_size=BATCH, epochs=1, verbose=0)


def seconds(times):
    begun = time.perf_counter()
    model.fit(x, y, batch_size=BATCH, epochs=times, verbose=0)
    return time.perf_counter() - begun


taken = seconds(more) - seconds(epochs)
print(json.dumps({'microseconds': 1e6 * taken / ((more - epochs) * (len(x) // BATCH))}))
