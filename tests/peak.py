"""How much memory a process has had at most. Cheap to import: it is asked inside the process that is measured."""

from __future__ import annotations

import resource
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_megabytes() -> int:
    """Resident, in MB. Where the system tells it of this program alone, that is taken: `ru_maxrss` starts with what the
    process had that started this one."""
    if _STATUS.exists():
        line = next(line for line in _STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) >> 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
