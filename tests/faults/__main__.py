"""`python -m tests.faults matrix`: every call × every fault. `python -m tests.faults soak`: kills."""

from __future__ import annotations

import argparse
import concurrent.futures
import logging
import multiprocessing
import random
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from tests.faults import matrix
from tests.faults.bench import open_bench
from tests.faults.kills import a_killer
from tests.faults.school import PHASES


def main() -> int:
    """0 if everything ended as it would have without faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("matrix", "soak"))
    parser.add_argument("--kills", type=int, default=200, help="how many kills at least")
    parser.add_argument("--seed", type=int, default=None, help="seed of the first series")
    parser.add_argument("--phase", choices=tuple(PHASES), help="only the trials of this phase")
    parser.add_argument("--column", choices=tuple(matrix.COLUMNS), help="only this fault")
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    options = parser.parse_args()
    # What is logged of faults that were ordered hides what is looked for.
    logging.disable(logging.CRITICAL)
    if options.what == "matrix":
        return _matrix(options.jobs, options.phase, options.column)
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    return _soak(options.kills, seed)


def _matrix(jobs: int, phase: str | None, column: str | None) -> int:
    began = time.monotonic()
    with concurrent.futures.ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        parts = list(pool.map(matrix.part, [(jobs, number, phase, column) for number in range(jobs)]))
    results = {trial: told for part in parts for trial, told in part.items()}
    _print_table(results)
    bad = {trial: told for trial, told in results.items() if told}
    for trial, told in bad.items():
        print(f"\n{trial.phase} {trial.position} {trial.call}, {trial.column}:", *told, sep="\n   ")
    minutes = (time.monotonic() - began) / 60
    print(f"\n{len(results)} trials, {len(results) - len(bad)} equal, {len(bad)} not; {minutes:.0f} minutes")
    return 1 if bad else 0


def _print_table(results: dict[matrix.Trial, list[str]]) -> None:
    columns = list(matrix.COLUMNS)
    cells: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for trial, told in results.items():
        row = cells[trial.phase, trial.call]
        row[trial.column] = "NO" if told or row.get(trial.column) == "NO" else "="
    for number, column in enumerate(columns, 1):
        print(f"{number:>3} {column}")
    print(f"\n{'':<52}" + "".join(f"{number:>3}" for number in range(1, len(columns) + 1)))
    for (phase, call), row in sorted(cells.items(), key=lambda item: list(PHASES).index(item[0][0])):
        print(f"{phase:<8}{call:<44}" + "".join(f"{row.get(column, '·'):>3}" for column in columns))
    print("= ends as without the fault   · not tried there   NO differs")


def _soak(kills: int, seed: int) -> int:
    print(f"seed {seed}")
    done, bad = 0, 0
    with (
        tempfile.TemporaryDirectory() as folder,
        open_bench(Path(folder)) as bench,
        a_killer(bench) as killer,
    ):
        while done < kills:
            phase = list(PHASES)[seed % len(PHASES)]
            hits, told = killer.series(phase, seed)
            done += hits
            bad += bool(told)
            print(f"seed {seed} {phase}: {hits} kills, {'as it should be' if not told else 'DIFFERS'}")
            print(*[f"   {line}" for line in told], sep="\n", end="\n" if told else "", flush=True)
            seed += 1
    print(f"{done} kills survived" if not bad else f"{bad} series differ")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
