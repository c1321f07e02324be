"""New files for a repository of plans: what `koers init` writes, and CODEOWNERS from the managers on file."""
