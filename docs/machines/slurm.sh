#!/bin/bash
# A sweep as an array of Slurm jobs: sbatch docs/machines/slurm.sh experiments/linear-vs-tanh.yaml
# Afterwards, on any node that sees the folder: npx tfsweep merge parts/*/*/*
#SBATCH --job-name=tfsweep
#SBATCH --array=1-4
#SBATCH --cpus-per-task=2
#SBATCH --time=01:00:00
set -euo pipefail
experiment=${1:?the experiment file}
# Each task writes into a folder of its own: two processes never share one.
exec npx tfsweep run "$experiment" \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
  --workers "${SLURM_CPUS_PER_TASK:-1}" \
  --out "parts/$SLURM_ARRAY_TASK_ID"
