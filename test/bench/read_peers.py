"""Reads a CSV file by a peer of tfsweep's: python read_peers.py pandas|duckdb FILE. Prints the mean of `close` and the peak memory in MB."""

import resource
import sys

peer, file = sys.argv[1:]
if peer == 'pandas':
    import pandas as pd

    mean = pd.read_csv(file, parse_dates=['time'])['close'].mean()
else:
    import duckdb

    table = duckdb.sql(f"select * from read_csv('{file}')").fetchnumpy()
    mean = table['close'].mean()
print(mean, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
