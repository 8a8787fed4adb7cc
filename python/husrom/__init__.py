"""husrom: housing allocation, proved, explained and re-checkable.

An engine that proposes who lives where. It proposes; people decide.

Examples
--------
>>> import husrom
>>> runde = husrom.Problem.from_tables(
...     sites=[{"id": "Sandviken", "category": "ordinær bolig", "bydel": "Bergenhus"}],
...     units=[{"id": "Sandviken 1", "bosted": "Sandviken"}, {"id": "Sandviken 2", "bosted": "Sandviken"}],
...     applicants=[
...         {"saksnummer": "S-031", "prioritet": 1, "situasjon": "bostedsløs"},
...         {"saksnummer": "S-088", "prioritet": 2, "situasjon": "bostedsløs"},
...         {"saksnummer": "S-104", "prioritet": 3, "situasjon": "bostedsløs"},
...     ],
...     date="2026-11-24",
... )
>>> forslag = husrom.allocate(runde.pin("S-088", "Sandviken 2"))
>>> for row in forslag.placements.rows():
...     print(row["applicant"], "→", row["unit"])
S-031 → Sandviken 1
S-088 → Sandviken 2
>>> forslag.unplaced["applicant"]
['S-104']
>>> husrom.verify(forslag) > 0
True
"""

from importlib.metadata import version as _version

from husrom.allocation import Allocation
from husrom.audit import Audit
from husrom.errors import (
    AllocateError,
    CertificateError,
    CheckError,
    Clash,
    Fault,
    HusromError,
    ImpossibleError,
    InputError,
    InterruptedWarning,
    Issue,
    RecordError,
    RecordFault,
)
from husrom.explanation import Explanation, Explanations
from husrom.planning import (
    AddHomes,
    Change,
    CloseHomes,
    ConvertHomes,
    Loosen,
    ScaleDemand,
    ScalePrice,
    ScaleResource,
    Scenario,
    SetRule,
    grid,
    sweep,
)
from husrom.problem import Problem, json_schema, presets, read
from husrom.record import Party, Record, Resolved, Verified
from husrom.solving import allocate, verify
from husrom.tables import Table
from husrom.worked import OneByOne, one_by_one

__version__ = _version("husrom")

__all__ = [
    "AddHomes",
    "AllocateError",
    "Allocation",
    "Audit",
    "CertificateError",
    "Change",
    "CheckError",
    "Clash",
    "CloseHomes",
    "ConvertHomes",
    "Explanation",
    "Explanations",
    "Fault",
    "HusromError",
    "ImpossibleError",
    "InputError",
    "InterruptedWarning",
    "Issue",
    "Loosen",
    "OneByOne",
    "Party",
    "Problem",
    "Record",
    "RecordError",
    "RecordFault",
    "Resolved",
    "ScaleDemand",
    "ScalePrice",
    "ScaleResource",
    "Scenario",
    "SetRule",
    "Table",
    "Verified",
    "__version__",
    "allocate",
    "grid",
    "json_schema",
    "one_by_one",
    "presets",
    "read",
    "sweep",
    "verify",
]
