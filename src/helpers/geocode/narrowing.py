"""Narrowing: read a name with what tells it from others, or with the part of it that is meant."""

import functools

from helpers.geocode import qualifiers
from helpers.geocode.lookup import Lookup
from helpers.geocode.normalise import fold, key
from helpers.geocode.places import TOWN
from helpers.geocode.reading import Found, Reading, unique
from helpers.geocode.words import BEFORE, GENERAL, NOISE, PART_OF

PART_KM = 15
"""So far from a municipality's middle may its parts lie."""


class Narrowing(Lookup):
    """Reads "Coswig (Anh)", "Thalfingen b. Ulm", "Gronau OT Banteln"."""

    def _qualified(self, text: str, kind: str = "") -> Found | None:
        """Read "Coswig (Anh)", "Fürth/Odw.", "Thalfingen b. Ulm": a name that something narrows.

        The places of that name that fit are meant, and no other; what stands behind "b." is never
        the place itself. kind: read only qualifiers of this kind.
        """
        qualified = qualifiers.split(text)
        if not qualified or kind not in ("", qualified.kind):
            return None
        words = fold(qualified.name).split()
        every = self.every(words)
        every = tuple(r for r in every if not r.dotless) or every
        fits = self.qualifiers.fits(qualified)
        if fits:
            kept = [r for r in every if fits(r.place)]
            if all(reading.how == "alias" and not reading.full for reading in kept):
                kept = []
            kept = [reading._replace(how="compound") for reading in kept]
            others = [r for r in kept if qualifiers.has_another(r.place, qualified.qualifier)]
            kept = [r for r in kept if r.people or r not in others] or (
                [r for r in kept if r.place.population >= TOWN]
                if qualified.kind == "region"
                else kept
            )
            if kept:
                return Found(unique([r for r in kept if not r.people] or kept))
            kreis = self.qualifiers.kreis(qualified)
            if kreis:
                return Found((Reading(kreis, "compound"),))
            town = self.whole(fold(qualified.qualifier).split(), parts=False)
            if not every and qualified.kind == "region" and _is_short(qualified.qualifier, town):
                misspelt = self.speller.near(key(fold(text)))
                return None if misspelt else Found(reason="unknown", note=" ".join(words))
            if qualified.kind == "region" and town and town.readings and biggest(town) >= TOWN:
                return None
            if every:
                return Found(every, "qualifier")
        if qualified.kind == "near":
            around = set(words) <= NOISE | BEFORE | GENERAL or self._is_word(words)
            return Found(reason="around" if around else "unknown", note=" ".join(words))
        if fits is None and every and qualified.kind == "region":
            plain = [r for r in every if r.full and not r.people and r.place.population >= TOWN]
            known = plain or self.speller.near(key(fold(text)))
            return None if known else Found(every, "unknown_rest")
        return None

    @functools.cached_property
    def qualifiers(self) -> qualifiers.Qualifiers:
        """Return what knows the qualifiers, made when it is first needed."""
        return qualifiers.Qualifiers(self.index)

    def _is_word(self, words: list[str]) -> bool:
        nowhere = self.index.no_places.get(key(words))
        return bool(nowhere) and nowhere.kind in ("word", "nowhere")

    def _part_of(self, words: list[str]) -> Found | None:
        """Read "Gronau OT Banteln": of several Gronau, the one that has or adjoins that village."""
        place = next((n for n in range(1, len(words) - 1) if words[n] in PART_OF), 0)
        towns = [r for r in self.every(words[:place]) if not r.people] if place else []
        if not towns:
            return None
        inside = self.every(words[place + 1 :])
        near = [r for r in towns for v in inside if r.place.km_to(v.place) <= PART_KM]
        same = [r for r in towns for v in inside if r.place == v.place]
        kept = unique([r._replace(how="compound") for r in same or near or towns])
        several = len({r.place.ags5 for r in kept}) > 1
        return Found(kept, "unknown_rest" if several and not (same or near) else "")


def _is_short(qualifier: str, town: Found | None) -> bool:
    """Tell whether a qualifier is a town's or a region's name abbreviated: "(Oldb)"."""
    exact = town and town.readings and town.readings[0].how == "exact"
    return not exact and len(key(fold(qualifier))) > 3


def biggest(found: Found) -> int:
    """Return the inhabitants of the biggest municipality that a text may mean."""
    return max(reading.place.population for reading in found.readings)
