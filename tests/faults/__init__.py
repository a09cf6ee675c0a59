"""What becomes of a school when Google fails, the network drops, or the process is killed."""
