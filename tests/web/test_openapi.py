"""/api/schema says what the routes are and what they answer, and gives nothing away."""

import json
import re

import httpx
import pytest
from litestar import Litestar

from kiosk.app import DESCRIBED
from kiosk.web.openapi import document, operations, plain
from tests.web.conftest import ROUTES

FORMS = {"/lam-tiep": "/lam-tiep", "/ho-so": "/ho-so", "/mot-cua/dang-nhap": "/mot-cua/dang-nhap"}


async def test_every_route_is_in_the_schema_and_no_other(
    client: httpx.AsyncClient, app: Litestar
) -> None:
    told = (await client.get("/api/schema")).json()["paths"]
    said = {(path, method.upper()) for path, one in told.items() for method in one}
    assert said == {(plain(path), method) for path, method, _ in operations(app)}
    assert ("/to-khai", "POST") in said
    assert ("/api/schema", "GET") in said


async def test_every_operation_has_a_name_of_its_own_and_its_answers(
    client: httpx.AsyncClient,
) -> None:
    told = (await client.get("/api/schema")).json()
    every = [one for path in told["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in every}) == len(every)
    known = set(told["components"]["responses"])
    for one in every:
        assert {"200", "400", "404", "405"} <= set(one["responses"])
        assert {status for status in one["responses"] if status >= "300"} <= known


async def test_what_the_guard_refuses_is_declared(client: httpx.AsyncClient) -> None:
    told = (await client.get("/api/schema")).json()["paths"]
    assert {"403", "413", "415", "422", "429"} <= set(told["/to-khai"]["post"]["responses"])
    assert "429" in told["/bien-nhan/{name}"]["get"]["responses"]
    assert "429" not in told["/thu-tuc"]["get"]["responses"]
    assert {"401", "303"} <= set(told["/mot-cua/ly-do"]["post"]["responses"])
    assert told["/mot-cua/ly-do"]["post"]["security"] == [{"staff": []}]
    photos = told["/to-khai/{id}/{step}"]["post"]["requestBody"]["content"]
    assert set(photos) == {"application/x-www-form-urlencoded", "multipart/form-data"}


def test_what_is_told_of_a_path_is_told_of_one_that_is_there(app: Litestar) -> None:
    assert set(DESCRIBED) <= {path for path, _, _ in operations(app)}


@pytest.mark.parametrize("path", FORMS)
async def test_the_inputs_of_a_form_are_those_of_its_page(
    client: httpx.AsyncClient, path: str
) -> None:
    page = (await client.get(path)).text
    there = set(re.findall(r'name="(\w+)"', page.partition("<main")[2]))
    assert there <= {*DESCRIBED[path].form, "js"}


async def test_it_gives_nothing_away(client: httpx.AsyncClient, app: Litestar) -> None:
    text = (await client.get("/api/schema")).text
    settings = app.state.settings
    assert "secret for tests" not in text
    assert str(settings.data_dir) not in text
    assert "Traceback" not in text


async def test_an_app_with_other_routes_has_another_schema(lan: httpx.AsyncClient) -> None:
    told = json.loads((await lan.get("/api/schema")).text)["paths"]
    assert "/xin-chao/{name}" in told
    assert len(told) == len({path for one in ROUTES for path in one.paths}) + 6


def test_it_is_made_when_it_is_asked_for_and_not_before(app: Litestar) -> None:
    assert "schema" not in app.state
    assert document(app, app.state.surface)["openapi"] == "3.1.0"
