"""Why a write was refused, each with a Hebrew sentence that says what to do. Nothing was stored when one is raised."""

from __future__ import annotations

from articles.models import Entity, Mention


def decider(mention: Mention) -> str:
    """Return who took the last decision, for a sentence: a name, or that it is not known."""
    user = mention.decided_by
    return (user.get_full_name() or user.get_username()) if user else "מישהו אחר"


class TaggingError(Exception):
    """A refused write; `str()` gives the sentence for the editor."""


class Conflict(TaggingError):
    """Somebody else decided first; `mention` is how things stand now (None when it is gone)."""

    def __init__(self, sentence: str, mention: Mention | None = None) -> None:
        super().__init__(sentence)
        self.mention = mention


class SpanTaken(Conflict):
    """The span already carries an accepted tag."""

    def __init__(self, holder: Mention) -> None:
        super().__init__(
            f"״{holder.quote}״ כבר תויג כאן כ״{holder.entity.name}״ בידי {decider(holder)}. "
            "כדי לשנות, בטלו קודם את התיוג הקיים.",
            holder,
        )


class Stale(Conflict):
    """The mention changed since the page that the decision came from was drawn."""

    def __init__(self, mention: Mention | None) -> None:
        super().__init__(_how_it_stands(mention), mention)


class Refused(TaggingError):
    """What was asked cannot be: the request itself is at fault."""


class QuoteMismatch(Refused):
    """The paragraph does not read `quote` at the span."""

    def __init__(self) -> None:
        super().__init__("הטקסט של הפסקה השתנה מאז שנפתח הדף. רעננו את הדף ובחרו שוב את המילים.")


class NoLetters(Refused):
    """A name without a letter or a digit."""

    def __init__(self) -> None:
        super().__init__("שם צריך אות או ספרה אחת לפחות.")


class AliasTaken(Refused):
    """The entity is already called so."""

    def __init__(self, name: str) -> None:
        super().__init__(f"״{name}״ כבר רשום כשם של הישות הזאת.")


class WikidataTaken(Refused):
    """Another entity has this Wikidata id."""

    def __init__(self, wikidata: str) -> None:
        super().__init__(f"המזהה {wikidata} כבר רשום לישות אחרת.")


class Lookalike(Refused):
    """A new entity would have the name of others; the editor should look at them first."""

    def __init__(self, name: str, entities: list[Entity]) -> None:
        known = ", ".join(f"{entity.name} ({entity.get_kind_display()})" for entity in entities)
        super().__init__(f"כבר יש ישות בשם ״{name}״: {known}. בחרו בה, או אשרו שזו ישות אחרת.")
        self.entities = entities


class OwnName(Refused):
    """An entity's own name cannot be taken from its aliases."""

    def __init__(self, entity: Entity) -> None:
        super().__init__(f"״{entity.name}״ הוא שמה של הישות. שנו קודם את השם, ואז אפשר להסיר אותו.")


class HasMentions(Refused):
    """An entity that articles speak of cannot be deleted."""

    def __init__(self, entity: Entity) -> None:
        super().__init__(
            f"אי אפשר למחוק את ״{entity.name}״: כתבות מתויגות בה. בטלו את התיוגים, או שנו את שם הישות או את סוגה."
        )


class Impossible(Refused):
    """The mention is not in a state from which this decision can be taken."""

    def __init__(self) -> None:
        super().__init__("הפעולה הזאת אינה אפשרית במצבו של התיוג. רעננו את הדף.")


def _how_it_stands(mention: Mention | None) -> str:
    if mention is None:
        return "התיוג כבר איננו: הפסקה תוקנה בינתיים. רעננו את הדף."
    said = f"״{mention.quote}״ ← ״{mention.entity.name}״"
    match mention.status:
        case "accepted":
            return f"ההצעה {said} כבר אושרה בידי {decider(mention)}."
        case "rejected":
            return f"ההצעה {said} כבר נדחתה בידי {decider(mention)}."
        case "removed":
            return f"התיוג {said} כבר בוטל בידי {decider(mention)}."
        case "broken":
            return f"הפסקה תוקנה בינתיים, והתיוג {said} מחכה בתור הבדיקה."
        case _:
            return f"ההצעה {said} השתנתה בינתיים. בדקו אותה שוב."
