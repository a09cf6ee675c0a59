"""`python -m tests.faults matrix`: every call × every fault. `python -m tests.faults soak`: kills."""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from multiprocessing.queues import Queue
from pathlib import Path

from tests.faults import matrix
from tests.faults.bench import open_bench
from tests.faults.kills import a_killer
from tests.faults.school import PHASES

#: After how many trials of the matrix a line tells how far it is.
_PROGRESS = 25


def main() -> int:
    """0 if everything ended as it would have without faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("matrix", "soak"))
    parser.add_argument("--kills", type=int, default=200, help="how many kills at least")
    parser.add_argument("--seed", type=int, default=None, help="of the first series, or of the sample")
    parser.add_argument("--phase", choices=tuple(PHASES), help="only the trials of this phase")
    parser.add_argument("--column", choices=tuple(matrix.COLUMNS), help="only this fault")
    parser.add_argument("--sample", type=int, help="only so many trials, picked by chance")
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    options = parser.parse_args()
    # What is logged of faults that were ordered hides what is looked for.
    logging.disable(logging.CRITICAL)
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    if options.what == "soak":
        return _soak(options.kills, seed)
    parts = [
        matrix.Part(
            number=number,
            parts=options.jobs,
            phase=options.phase,
            column=options.column,
            sample=options.sample,
            seed=seed,
        )
        for number in range(options.jobs)
    ]
    return _matrix(parts)


def _matrix(parts: Sequence[matrix.Part]) -> int:
    began = time.monotonic()
    results: dict[matrix.Trial, list[str]] = {}
    for trial, told in _outcomes(parts):
        results[trial] = told
        if told:
            print(f"\n{trial.phase} {trial.position} {trial.call}, {trial.column}:", *told, sep="\n   ")
        if len(results) % _PROGRESS == 0:
            print(f"{len(results)} trials, {_minutes(began)}", flush=True)
    _print_table(results)
    bad = sum(1 for told in results.values() if told)
    print(f"\n{len(results)} trials, {len(results) - bad} equal, {bad} not; {_minutes(began)}")
    return 1 if bad or not results else 0


def _outcomes(parts: Sequence[matrix.Part]) -> Iterator[tuple[matrix.Trial, list[str]]]:
    """What becomes of each trial, as soon as it is known."""
    context = multiprocessing.get_context("spawn")
    told: Queue[tuple[matrix.Trial, list[str]] | None] = context.Queue()
    processes = [context.Process(target=matrix.part, args=(part, told), daemon=True) for part in parts]
    for process in processes:
        process.start()
    at_work = len(processes)
    while at_work:
        result = told.get()
        if result is None:
            at_work -= 1
        else:
            yield result
    for process in processes:
        process.join()
        if process.exitcode:
            raise RuntimeError(f"a part of the matrix ended with {process.exitcode}")


def _minutes(began: float) -> str:
    return f"{(time.monotonic() - began) / 60:.0f} minutes"


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
