"""Plan, records, checks, deadlines and reports as pure values and functions: no I/O and no clock."""
