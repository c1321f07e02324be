"""Plans at two moments: what changed in what was agreed, and a goal's course through time."""
