"""A thread's workspace through the public door."""

import pytest

from tests.house import House

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_file_goes_into_the_workspace_is_listed_moved_given_and_deleted(
    house: House,
) -> None:
    async with house.client() as client:
        thread = (await client.post("/api/threads", json={"title": "Files"})).json()
        at = f"/api/threads/{thread['id']}/workspace"
        file = (await client.post("/api/files?name=x.html", content=b"<b>hi</b>")).json()
        put = await client.post(at, json={"path": "a/page.html", "file_id": file["id"]})
        moved = await client.post(f"{at}/move", json={"path": "a", "to": "b"})
        listed = await client.get(at)
        given = await client.get(f"{at}/file", params={"path": "b/page.html"})
        deleted = await client.delete(f"{at}/file", params={"path": "b"})
        missing = await client.get(f"{at}/file", params={"path": "b/page.html"})

    assert put.status_code == 200, put.text
    assert moved.json()["deleted"] == ["a/page.html"]
    assert [each["path"] for each in listed.json()["files"]] == ["b/page.html"]
    assert given.content == b"<b>hi</b>"
    assert given.headers["content-type"] == "application/octet-stream"
    assert "attachment" in given.headers["content-disposition"]
    assert deleted.json()["deleted"] == ["b/page.html"]
    assert missing.status_code == 404


async def test_a_path_that_leads_out_is_refused(house: House) -> None:
    async with house.client() as client:
        thread = (await client.post("/api/threads", json={})).json()
        at = f"/api/threads/{thread['id']}/workspace"
        file = (await client.post("/api/files?name=x", content=b"x")).json()
        put = await client.post(at, json={"path": "../x", "file_id": file["id"]})

    assert put.status_code == 422
    assert put.json()["error"]["code"] == "bad_input"
