"""Runs one command for at most so many seconds; the last line on stderr says how it ended: exit code, whether cut, peak KiB.

python -I -S launch.py SECONDS COMMAND...

A process of its own, and a small one, because the peak that the system reports for a child is never less than what its parent
held when it started it.
"""

import os
import signal
import sys


def main() -> None:
    """Starts, waits, and cuts what takes too long, with everything that it started."""
    seconds, command = float(sys.argv[1]), sys.argv[2:]
    child = os.posix_spawnp(command[0], command, os.environ, setpgroup=0)
    cut = False

    def stop(number: int, _: object) -> None:
        nonlocal cut
        cut = True
        os.killpg(child, signal.SIGKILL)

    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _, status, usage = os.wait4(child, 0)
    print(f"\n{os.waitstatus_to_exitcode(status)} {int(cut)} {usage.ru_maxrss}", file=sys.stderr)


if __name__ == "__main__":
    main()
