"""The forges (GitHub, GitLab, Forgejo): the only room that speaks HTTP. It reads reviews and keeps issues.

    forge = connect(organization.forge, token)
    found = decisions(forge.merged_reviews(commit), organization.timezone)

Whose account a reviewer is, and whether that person may decide, is for `koers.approval`.
"""

from koers.forge.connect import connect
from koers.forge.decisions import decisions
from koers.forge.reviews import Forge, Review, ReviewState, standing_reviews

__all__ = ["Forge", "Review", "ReviewState", "connect", "decisions", "standing_reviews"]
