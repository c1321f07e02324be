"""What was found, as a person or a machine wants to read it: one module a format, each with `render(report, say)`.

`say` turns a `Text` into words (`koers.language`); a renderer writes nothing itself and asks for nothing.
"""

from koers.report.findings import Report, Say

__all__ = ["Report", "Say"]
