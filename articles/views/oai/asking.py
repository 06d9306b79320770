"""What a harvester asks: a verb and its arguments, checked as OAI-PMH 2.0 defines them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.core import signing
from django.http import QueryDict

PREFIX: Final = "oai_dc"
_SALT: Final = "oai"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SECOND: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")

_LISTS: Final = (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}))
VERBS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset()),
    "ListIdentifiers": _LISTS,
    "ListRecords": _LISTS,
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
}
"""The arguments that each verb requires, and those that it allows besides."""
_RESUMED: Final = frozenset({"ListSets", "ListIdentifiers", "ListRecords"})


class Refused(Exception):
    """A request that OAI-PMH answers with an error; `code` is one of the protocol's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True)
class Choice:
    """Which records a list is of: changed at `start` or later, before `end`, of one set; with keys beyond `after`."""

    start: datetime | None = None
    end: datetime | None = None
    set: str = ""
    after: int = 0

    def token(self, after: int) -> str:
        """Return the resumption token for what follows the record of this key."""
        moments = [moment and moment.isoformat() for moment in (self.start, self.end)]
        return signing.dumps([*moments, self.set, after], salt=_SALT)


def read(given: QueryDict) -> tuple[str, dict[str, str]]:
    """Return the verb and the arguments. Raises Refused for badVerb and badArgument."""
    verbs = given.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise Refused("badVerb", "The verb is missing, repeated or unknown.")
    arguments = {name: str(given[name]) for name in given if name != "verb"}
    if any(len(given.getlist(name)) > 1 for name in arguments):
        raise Refused("badArgument", "An argument is repeated.")
    _check(verbs[0], frozenset(arguments))
    return verbs[0], arguments


def _check(verb: str, names: frozenset[str]) -> None:
    if verb in _RESUMED and names == {"resumptionToken"}:
        return
    required, allowed = VERBS[verb]
    if missing := required - names:
        raise Refused("badArgument", f"{verb} requires {', '.join(sorted(missing))}.")
    if names - required - allowed:
        raise Refused("badArgument", f"{verb} takes no other arguments than {', '.join(sorted(required | allowed))}.")


def is_dublin_core(prefix: str) -> None:
    """Raise Refused when records are asked for in another format than the one there is."""
    if prefix != PREFIX:
        raise Refused("cannotDisseminateFormat", f"The only format is {PREFIX}.")


def choice(arguments: Mapping[str, str]) -> Choice:
    """Return what the arguments of a list choose. Raises Refused."""
    if "resumptionToken" in arguments:
        return _resumed(arguments["resumptionToken"])
    is_dublin_core(arguments["metadataPrefix"])
    said = [arguments[name] for name in ("from", "until") if name in arguments]
    if len({len(moment) for moment in said}) > 1:
        raise Refused("badArgument", "from and until are of different granularity.")
    start = _moment(arguments["from"])[0] if "from" in arguments else None
    end = _end(*_moment(arguments["until"])) if "until" in arguments else None
    if start and end and start >= end:
        raise Refused("badArgument", "from is later than until.")
    return Choice(start, end, arguments.get("set", ""))


def _moment(said: str) -> tuple[datetime, timedelta]:
    """Return a moment and how long it lasts: a day or a second."""
    try:
        if _DAY.fullmatch(said):
            return datetime.fromisoformat(said).replace(tzinfo=UTC), timedelta(days=1)
        if _SECOND.fullmatch(said):
            return datetime.fromisoformat(said), timedelta(seconds=1)
    except ValueError:
        pass
    raise Refused("badArgument", "A date is written 2019-01-04 or 2019-01-04T14:26:00Z.")


def _end(moment: datetime, lasts: timedelta) -> datetime | None:
    """Return the first moment after; None for one after the end of time."""
    try:
        return moment + lasts
    except OverflowError:
        return None


def _resumed(token: str) -> Choice:
    try:
        start, end, chosen, after = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise Refused("badResumptionToken", "The resumption token is not one of this archive's.") from None
    return Choice(_read(start), _read(end), chosen, after)


def _read(moment: Any) -> datetime | None:
    return datetime.fromisoformat(moment) if moment else None
