"""The straight line from text to site, readable aloud, and nothing else.

scan -> read -> build the model -> measure -> judge            (check)
     -> reduce to an audience -> render -> publish              (show)
decisions and what changed, with git at hand                    (decide)
"""
