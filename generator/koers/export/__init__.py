"""The whole data set as plain values, for `/data/koers.json`."""

from koers.export.dataset import dataset
from koers.export.goals import Verdict

__all__ = ["Verdict", "dataset"]
