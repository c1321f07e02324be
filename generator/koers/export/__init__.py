"""The whole data set as plain values, for `/data/koers.json`."""

from koers.export.dataset import dataset

__all__ = ["dataset"]
