"""Whether a sentence names an act that somebody else could see, in Dutch and in English."""

from koers.rules.vague.detect import Vague, VagueKind, first_vague, vague_sentence

__all__ = ["Vague", "VagueKind", "first_vague", "vague_sentence"]
