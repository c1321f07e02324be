"""All or nothing: pages are written only where they changed, and a new site takes the old one's place in one move."""

from koers.publish.files import explained, remove, write_new, write_own, write_tree
from koers.publish.generation import FileStat, Published, Stage, Written, publish, stage
from koers.publish.place import BUILD, IGNORING, check_target, lock
from koers.publish.revise import Revision, revise

__all__ = [
    "BUILD",
    "IGNORING",
    "FileStat",
    "Published",
    "Revision",
    "Stage",
    "Written",
    "check_target",
    "explained",
    "lock",
    "publish",
    "remove",
    "revise",
    "stage",
    "write_new",
    "write_own",
    "write_tree",
]
