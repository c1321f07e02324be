"""The data set as plain values: `/data/koers.json` is an index, `/data/leaders/<id>.json` one file a leader."""

from koers.export.dataset import dataset, index_record, leader_record

__all__ = ["dataset", "index_record", "leader_record"]
