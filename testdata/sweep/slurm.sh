#!/bin/sh
# A sweep of eight shards as a Slurm array. From the folder where the files are to go:
#
#   sbatch slurm.sh
#   tocsin sweep merge part*.jsonl          # when all are done
#
# A task that was killed goes on from what its file holds: submit it again, with
# sbatch --array=3 slurm.sh. A shard should last minutes, not seconds; for more runs raise
# RUNS before the number of tasks.
#SBATCH --job-name=tocsin
#SBATCH --array=1-8
#SBATCH --cpus-per-task=2
#SBATCH --time=01:00:00
#SBATCH --requeue

tocsin sweep cold_copy -n "${RUNS:-1000000}" --arms none,all \
  --workers "${SLURM_CPUS_PER_TASK:-2}" \
  --shard "$SLURM_ARRAY_TASK_ID/8" -o "part$SLURM_ARRAY_TASK_ID.jsonl"
