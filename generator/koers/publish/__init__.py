"""All or nothing: pages are written only where they changed, and a new site takes the old one's place in one move."""

from koers.publish.files import write_file, write_new, write_own, write_tree
from koers.publish.generation import FileStat, Published, Stage, Written, publish, stage
from koers.publish.place import BUILD, check_target, lock

__all__ = [
    "BUILD",
    "FileStat",
    "Published",
    "Stage",
    "Written",
    "check_target",
    "lock",
    "publish",
    "stage",
    "write_file",
    "write_new",
    "write_own",
    "write_tree",
]
