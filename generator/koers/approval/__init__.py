"""Who approved what, when, and whether it still holds: fingerprints, records, who may decide, verdicts."""
