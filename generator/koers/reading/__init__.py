"""From text to checked data: strict YAML with positions, places of files, schema, references."""
