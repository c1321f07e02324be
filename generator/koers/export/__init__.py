"""The data set as plain values: `/data/koers.json` is an index, `/data/leaders/<id>.json` one file a leader.

Whoever calls it has already let the files pass the audience: what they say is written out by a walk over the fields,
and what was worked out from them is put beside it.
"""

from koers.export.index import index_record
from koers.export.leader import Documents, leader_record

__all__ = ["Documents", "index_record", "leader_record"]
