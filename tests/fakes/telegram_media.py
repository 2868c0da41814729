"""Files that a bot sends, alone or as an album, and fetches."""

from typing import Any

from tests.fakes.telegram_checks import CAPTION, ApiError, check_text, refuse
from tests.fakes.telegram_places import Given, add, find_chat, read_json
from tests.fakes.telegram_world import Json, World

DOWNLOAD = 20 * 2**20  # bytes
PHOTO, UPLOAD = 10 * 2**20, 50 * 2**20  # bytes
ALBUM = range(2, 11)  # files
FLAT = b"flat"  # begins a picture whose sides are no picture's


def send_document(world: World, given: Given) -> Json:
    return _send(world, given, "document")


def send_photo(world: World, given: Given) -> Json:
    return _send(world, given, "photo")


def send_voice(world: World, given: Given) -> Json:
    return _send(world, given, "voice")


def send_audio(world: World, given: Given) -> Json:
    return _send(world, given, "audio")


def send_video(world: World, given: Given) -> Json:
    return _send(world, given, "video")


def send_media_group(world: World, given: Given) -> list[Json]:
    media = read_json(given, "media", [])
    if len(media) not in ALBUM:
        raise refuse("wrong number of media in the group")
    kinds = {each["type"] for each in media}
    if len(kinds) > 1 and not kinds <= {"photo", "video"}:
        raise refuse("can't mix media of different types in a group")
    group = f"album{world.next_message_id()}"
    sent = []
    for each in media:
        file = given.get(str(each["media"]).removeprefix("attach://"))
        alone = {**given, "caption": each.get("caption", ""), each["type"]: file}
        alone["caption_entities"] = each.get("caption_entities") or []
        sent.append(_send(world, alone, each["type"], media_group_id=group))
    return sent


def get_file(world: World, given: Given) -> Json:
    contents = world.files.get(given.get("file_id", ""))
    if contents is None:
        raise refuse("wrong file_id or the file is temporarily unavailable")
    file_id = given["file_id"]
    if world.local is not None:
        (world.local / file_id).write_bytes(contents)
    elif len(contents) > DOWNLOAD:
        raise refuse("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": f"u{file_id}",
        "file_size": len(contents),
        "file_path": str(world.local / file_id) if world.local else f"files/{file_id}",
    }


def _send(world: World, given: Given, kind: str, **more: Any) -> Json:
    chat, file = find_chat(world, given), given.get(kind)
    if file is None:
        raise refuse(f"there is no {kind} in the request")
    name, contents = file
    if len(contents) > UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    if not contents:
        raise refuse("file must be non-empty")
    if kind == "photo" and (len(contents) > PHOTO or contents.startswith(FLAT)):
        raise refuse("PHOTO_INVALID_DIMENSIONS")
    caption = given.get("caption", "")
    entities = given.get("caption_entities") or []
    if isinstance(entities, str):
        entities = read_json(given, "caption_entities", [])
    entities = check_text(caption, entities, CAPTION) if caption else []
    file_id = f"file{len(world.files) + 1}"
    world.files[file_id] = contents
    body = {
        "file_id": file_id,
        "file_unique_id": f"u{file_id}",
        "file_size": len(contents),
        "file_name": name,
        "duration": 1,
    }
    size = {"width": 9, "height": 9}
    shown: Any = [{**body, **size}] if kind == "photo" else {**body, **size}
    return add(
        world, chat, given, caption=caption, caption_entities=entities, **{kind: shown}, **more
    )
