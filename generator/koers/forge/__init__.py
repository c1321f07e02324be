"""The forges (GitHub, GitLab, Forgejo): the only room that speaks HTTP. It reads reviews and keeps issues.

    forge = Decisions(connect(organization.forge, token), organization.timezone)
    found = forge.of(commits)

Whose account a reviewer is, whether that person may decide, and whether it was this text, is for `koers.approval`.
"""

from koers.forge.connect import connect
from koers.forge.decisions import Decisions
from koers.forge.reviews import Forge, Review, ReviewState

__all__ = ["Decisions", "Forge", "Review", "ReviewState", "connect"]
