"""Files go in and come out whole, and a browser does nothing with them but show or save."""

import hashlib
import os

import pytest
from parley_shared import ids

from tests.house import House

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("size", [0, 1, 384 * 1024, 384 * 1024 + 1, 3_000_000])
async def test_a_file_comes_back_as_it_went_in(house: House, size: int) -> None:
    content = os.urandom(size)
    async with house.client() as client:
        kept = await client.post("/api/files?name=data.bin", content=content)
        file = kept.json()
        back = await client.get(f"/api/files/{file['id']}")

    assert kept.status_code == 201, kept.text
    assert (file["name"], file["size"]) == ("data.bin", size)
    assert file["sha256"] == hashlib.sha256(content).hexdigest()
    assert back.content == content
    assert back.headers["content-length"] == str(size)


async def test_a_file_uploaded_twice_is_one(house: House) -> None:
    path = f"/api/files?name=a.txt&id={ids.uuid7()}"
    async with house.client() as client:
        first = await client.post(path, content=b"same")
        again = await client.post(path, content=b"same")

    assert first.json() == again.json()


@pytest.mark.parametrize(
    ("media_type", "shown", "given"),
    [
        ("image/png", "inline", "image/png"),
        ("image/svg+xml", "attachment", "application/octet-stream"),
        ("text/html", "attachment", "application/octet-stream"),
        ("text/html; charset=utf-8", "attachment", "application/octet-stream"),
        ("application/pdf", "attachment", "application/octet-stream"),
        ("no type\tat all", "attachment", "application/octet-stream"),
    ],
)
async def test_only_raster_images_are_shown_and_nothing_is_run(
    house: House, media_type: str, shown: str, given: str
) -> None:
    async with house.client() as client:
        kept = await client.post(
            "/api/files",
            params={"name": 'a "quoted" é.png'},
            content=b"<script>alert(1)</script>",
            headers={"Content-Type": media_type},
        )
        back = await client.get(f"/api/files/{kept.json()['id']}")

    assert back.headers["content-disposition"] == (
        f"{shown}; filename*=UTF-8''a%20%22quoted%22%20%C3%A9.png"
    )
    assert back.headers["content-type"] == given
    assert back.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert back.headers["x-content-type-options"] == "nosniff"


async def test_a_file_that_is_known_already_is_not_sent_again(house: House) -> None:
    async with house.client() as client:
        kept = (await client.post("/api/files?name=a.txt", content=b"same")).json()
        path = f"/api/files/{kept['id']}"
        tag = (await client.get(path)).headers["etag"]

        again = await client.get(path, headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({}, 422),
        ({"name": ""}, 422),
        ({"name": "x" * 256}, 422),
        ({"name": "two\nlines"}, 422),
        ({"name": "over\u202eride"}, 422),
        ({"name": "a", "id": "no id"}, 422),
    ],
)
async def test_a_file_needs_a_name_that_can_be_shown(
    house: House, params: dict[str, str], status: int
) -> None:
    async with house.client() as client:
        answer = await client.post("/api/files", params=params, content=b"x")

    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["code"] == "bad_input"


async def test_a_folder_in_the_name_is_no_folder(house: House) -> None:
    async with house.client() as client:
        params = {"name": "../../etc\\passwd"}
        kept = await client.post("/api/files", params=params, content=b"x")

    assert kept.json()["name"] == "passwd"


async def test_a_file_that_is_too_big_is_refused(house: House) -> None:
    async with house.client() as client:
        answer = await client.post("/api/files?name=big", content=b"x" * (25 * 1024 * 1024 + 1))

    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_big"
