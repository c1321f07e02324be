"""Charts as SVG, drawn here: no library, no script, dark mode and print by the style sheet.

How they scale: x in percent, y in pixels, overflow visible; only a line through many readings lies in a drawing of its
own that is stretched, with strokes that are not. So one drawing fits a phone and a sheet of paper, text keeps its size
and dots stay round. Every chart is one line of text of 1 to 3 kB, leaves no reading out, has a name for who cannot see
it, and stands beside its numbers in words or in a table.
"""
