"""Work on tags that the worker does."""

from procrastinate.contrib.django import app

from articles.tagging import suggestions


@app.task(name="suggest_entity", queue="tagging", lock="suggest", pass_context=False)
def suggest_entity(*, entity_id: int) -> int:
    """Suggest an entity over the whole archive, after an editor has made it or named it anew."""
    return suggestions.suggest_entity(entity_id)
