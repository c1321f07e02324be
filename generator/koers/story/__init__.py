"""What is said of the plans: sentences, ledes, questions, steps and words, without a link, a page or a mark of HTML.

Everything here takes `Facts` (the plans, their progress and what is due, as one reader may know them on one day) and
returns sentences that are still to be put in the reader's language. Pages place them.
"""
