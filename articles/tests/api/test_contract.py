"""The API against its own schema: whatever is asked, the answer is one the schema promises, and never a 500."""

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, settings

from articles.tests.conftest import MakeArticle, MakeEntity
from newsarchive.wsgi import application

SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def archive(make_article: MakeArticle, make_entity: MakeEntity) -> None:
    make_article("פוטין בסוריה", entities=[make_entity("סוריה", "place"), make_entity("פוטין")])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@SCHEMA.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_answers_are_as_promised(case: schemathesis.Case, archive: None) -> None:
    case.call_and_validate()


def test_the_schema_names_every_operation(client: Client, db: None) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert len(paths) == 6 and all("get" in path for path in paths.values())
