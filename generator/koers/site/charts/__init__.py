"""Charts as SVG, drawn here: no library, no script, dark mode and print by the style sheet.

How they scale: no `viewBox`; x in percent, y in pixels, overflow visible. So one drawing fits a phone and a sheet
of paper, text keeps its size and dots stay round. Every chart is one line of text of at most 2 KB, has a name for
who cannot see it, and stands beside its numbers in words or in a table.
"""
