"""The console script: run a command, and turn what went wrong into a sentence and a status."""

import os
import sys

from bot.cli.app import app
from bot.errors import ConfigurationError, HotPapersError

# https://man.freebsd.org/cgi/man.cgi?query=sysexits: EX_CONFIG, something was misconfigured.
EX_CONFIG = 78


def main() -> None:
    """Run the command that the arguments name, and leave with its status."""
    try:
        app()
    except ConfigurationError as faults:
        print("The settings cannot be used:", *faults.faults, sep="\n  ", file=sys.stderr)
        sys.exit(EX_CONFIG)
    except HotPapersError as mistake:
        print(mistake, file=sys.stderr)
        sys.exit(1)
    except UnicodeEncodeError as fault:
        problem = f"The encoding {fault.encoding} lacks a character of this."
        print(f"{problem} Set PYTHONIOENCODING=utf-8.", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        # The reader went away, as `head` does; nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
