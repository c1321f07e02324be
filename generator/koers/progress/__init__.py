"""What the readings say: points, current value, expected value, standing, forecast, rhythm and gaps, as of a date.

`measure.measure` is the way in; `values` holds what comes out. From the ground up: `log` (a leader's files by
goal), `points`, `expected`, `forecast`, `rhythm`, `measure`; on top of it `moves` (what is asked of whom: `moments` are
its values, `agreement` the way to an approval), `gaps` (role profile against measured behavior), `comparison` (before
and after), `learning_mix`; beside it `limits` (every threshold) and `formulas` (the formulas with worked examples, for
people).
"""
