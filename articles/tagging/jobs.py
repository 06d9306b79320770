"""Work on tags that the worker does."""

from __future__ import annotations

from procrastinate.contrib.django import app

from articles.models import Act
from articles.models.act import ActStatus
from articles.tagging import acts, likeness, performing, suggestions
from newsarchive.worker import fresh_connection


@app.task(name="suggest_entity", queue="tagging", lock="suggest", pass_context=False)
@fresh_connection()
def suggest_entity(*, entity_id: int) -> int:
    """Suggest an entity over the whole archive, after an editor has made it or named it anew."""
    return suggestions.suggest_entity(entity_id)


@app.task(name="run_act", queue=acts.QUEUE, pass_context=False)
@fresh_connection()
def run_act(*, act_id: int, what: str) -> int:
    """Do or undo an act on many tags; return how many it changed. One that fails says so, and can be tried again."""
    act = Act.objects.select_related("entity", "other", "created_by", "changed_by").filter(pk=act_id).first()
    if act is None or act.status != ActStatus.WAITING:
        return 0
    try:
        performing.run(act, what)
    except Exception as error:
        acts.finish(act, ActStatus.FAILED, error=str(error)[:1000])
        raise
    return act.done


@app.task(name="weigh_alike", queue=acts.QUEUE, lock="weigh", pass_context=False)
@fresh_connection()
def weigh_alike(*, entity_id: int, quote: str) -> int:
    """Weigh the waiting like of a suggestion anew, after it was rejected; return how many changed their rank."""
    return likeness.weigh(entity_id, quote)
