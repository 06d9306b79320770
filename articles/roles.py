"""The roles and the permissions of this application that each holds; an administrator, a superuser, holds all."""

EDITOR = "editor"
ARCHIVIST = "archivist"

_READS = ("article", "paragraph", "relatedlink", "correction", "source", "entity", "alias")
_VIEWS = tuple(f"view_{name}" for name in _READS)

ROLES: dict[str, tuple[str, ...]] = {
    EDITOR: (
        *_VIEWS,
        "see_drafts",
        "change_article",
        "change_paragraph",
        "add_correction",
        "add_entity",
        "change_entity",
        "add_alias",
        "change_alias",
        "delete_alias",
        "view_mention",
        "add_mention",
        "change_mention",
    ),
    ARCHIVIST: (
        *_VIEWS,
        "upload_articles",
        "view_batch",
        "view_batchfile",
        "view_item",
        "change_article",
        "change_paragraph",
        "add_source",
    ),
}
