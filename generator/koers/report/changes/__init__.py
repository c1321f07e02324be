"""What changed in commitments, for a person or a machine to read: one module a form, each with `render`."""
