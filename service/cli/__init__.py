"""The `dunghan` command."""

from __future__ import annotations

import gc

import click

from service.cli.citing import cite
from service.cli.cycle import check, cycle, draft, review, sync
from service.cli.directory import directory
from service.cli.keeping import backup, person, purge, restore
from service.cli.ledger import ledger, sources
from service.cli.life import approve, correct, corrections, issue, late, reopen
from service.cli.looking import check_layout, export, plan, status, why
from service.cli.people import sign_out
from service.cli.recording import record, verify_google
from service.cli.running import clock, demo, serve, setup
from service.cli.standing_in import standin
from service.console import Commands

#: How many come before somebody looks for garbage among them. A spreadsheet as Google sends it is a hundred
#: thousand objects and none of them garbage; to look after each 700 took a fifth of a cycle.
_NEW_OBJECTS = 20_000


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Đúng Hạn: từ kế hoạch của nhà trường đến báo cáo, đúng hạn.",
)
def main() -> None:
    """The entry point."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


# In the order in which a school needs them.
for command in (
    demo,
    setup,
    serve,
    clock,
    cycle,
    sync,
    check,
    review,
    draft,
    why,
    approve,
    reopen,
    issue,
    correct,
    corrections,
    late,
    export,
    cite,
    check_layout,
    status,
    plan,
    directory,
    ledger,
    sources,
    backup,
    restore,
    purge,
    person,
    sign_out,
    record,
    verify_google,
    standin,
):
    main.add_command(command)
