"""What a person meant by one or several Telegram messages: a text and files. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Raw = Mapping[str, Any]

FILES = ("photo", "document", "voice", "audio", "video", "video_note", "animation")
QUOTED = 300  # characters of a message that is answered
LONG_TEXT = 3_800  # characters: the rest of a longer paste comes as another message
ALBUM_WAIT = 1.0  # seconds
PASTE_WAIT = 1.5  # seconds
PASTE = 5  # seconds at most between the pieces of a paste, as Telegram dates them

# A person did something in the chat that is nothing said to an agent.
SERVICE = (
    *("new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "pinned_message"),
    *("delete_chat_photo", "group_chat_created", "supergroup_chat_created", "message_auto_delete"),
    *("migrate_to_chat_id", "migrate_from_chat_id", "forum_topic_created", "forum_topic_edited"),
    *("forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden", "write_access"),
    *("video_chat_started", "video_chat_ended", "boost_added", "chat_background_set"),
)

READ = (
    *("message_id", "text", "entities", "caption", "caption_entities"),
    *("reply_to_message", "quote"),
    *("sticker", "checklist", "venue", "dice", "location", "contact", "poll"),
    *FILES,
    *SERVICE,
)


@dataclass(frozen=True)
class SentFile:
    file_id: str
    name: str
    media_type: str
    size: int
    is_spoken: bool = False


@dataclass(frozen=True)
class Said:
    """`number` is Telegram's of the first message; `answers` of ours or another that it answers."""

    number: int
    text: str
    files: tuple[SentFile, ...]
    too_large: tuple[str, ...]  # names of files that Telegram hands to no bot
    answers: int | None


def read_said(messages: Sequence[Raw], username: str, largest: int) -> Said | None:
    """None for what says nothing to an agent; files of more than `largest` bytes are named only."""
    if any(name in messages[0] for name in SERVICE):
        return None
    texts = [text for each in messages if (text := _text_of(each, username))]
    files = [file for each in messages if (file := _file_of(each)) is not None]
    large = tuple(file.name for file in files if file.size > largest)
    kept = tuple(file for file in files if file.size <= largest)
    notes = [f"(The file {name} was too large to be fetched.)" for name in large]
    text = "\n".join((*_quote(messages[0]), *texts, *notes)).strip()
    if not text and not kept:
        return None
    answered = messages[0].get("reply_to_message")
    answers = answered.get("message_id") if isinstance(answered, dict) else None
    return Said(messages[0]["message_id"], text, kept, large, answers)


def keep_said(message: Raw) -> dict[str, Any]:
    """As much of it as `read_said` reads."""
    return {name: message[name] for name in READ if name in message}


def count_taken(messages: Sequence[Raw], username: str, largest: int, text: str, files: int) -> int:
    """Of how many of `messages`, from the first, a kept message with `text` and `files` is made.

    All of them if that can't be told: it was changed since.
    """
    for count in range(len(messages), 0, -1):
        said = read_said(messages[:count], username, largest)
        if said is not None and (said.text, len(said.files)) == (text, files):
            return count
    return len(messages)


def belongs_with(earlier: Raw, later: Raw) -> bool:
    """Whether `later` goes on with what `earlier` began: an album, or a long paste."""
    album = earlier.get("media_group_id")
    if album is not None or later.get("media_group_id") is not None:
        return bool(album == later.get("media_group_id"))
    same = _sender_of(earlier) == _sender_of(later)
    # After an outage what was said minutes later comes at once with it.
    if abs(int(later.get("date") or 0) - int(earlier.get("date") or 0)) > PASTE:
        return False
    text = str(later.get("text") or "")
    return same and is_open(earlier) and bool(text) and not text.startswith("/")


def is_open(message: Raw) -> bool:
    """Whether more of it may still come."""
    long = len(str(message.get("text") or "")) >= LONG_TEXT
    return "media_group_id" in message or long or "forward_origin" in message


def wait_for_more(message: Raw) -> float:
    """Seconds."""
    if not is_open(message):
        return 0.0
    return ALBUM_WAIT if "media_group_id" in message else PASTE_WAIT


def _sender_of(message: Raw) -> object:
    sender = message.get("from")
    return sender.get("id") if isinstance(sender, dict) else None


def _text_of(message: Raw, username: str) -> str:
    text = _with_links(message).strip()
    # Who is spoken to is no part of what is said.
    name = f"@{username}".lower()
    if text.lower().startswith(name):
        text = text[len(name) :].lstrip(" ,:")
    return text or _describe(message)


def _with_links(message: Raw) -> str:
    """The address that words lead to is behind them, for whoever reads only words."""
    name = "text" if message.get("text") else "caption"
    units = str(message.get(name) or "").encode("utf-16-le")  # as Telegram counts
    entities = message.get("entities" if name == "text" else "caption_entities") or []
    links = [each for each in entities if each.get("type") == "text_link"]
    for link in sorted(links, key=lambda each: each["offset"], reverse=True):
        end = 2 * (link["offset"] + link["length"])
        units = units[:end] + f" ({link['url']})".encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le", errors="replace")


def _describe(message: Raw) -> str:
    """What is neither text nor a file."""
    if isinstance(sticker := message.get("sticker"), dict):
        return str(sticker.get("emoji") or "(a sticker)")
    if isinstance(tasks := message.get("checklist"), dict):
        return "\n".join((str(tasks.get("title") or ""), *map(_tick, tasks.get("tasks") or ())))
    if isinstance(venue := message.get("venue"), dict):
        return f"📍 {venue.get('title')}, {venue.get('address')}"
    if isinstance(dice := message.get("dice"), dict):
        return f"{dice.get('emoji')} {dice.get('value')}"
    if isinstance(place := message.get("location"), dict):
        return f"📍 {place.get('latitude')}, {place.get('longitude')}"
    if isinstance(contact := message.get("contact"), dict):
        return f"👤 {contact.get('first_name', '')} {contact.get('phone_number', '')}"
    if isinstance(poll := message.get("poll"), dict):
        return f"📊 {poll.get('question', '')}"
    return ""


def _tick(task: Raw) -> str:
    return f"{'☑' if task.get('completion_date') else '☐'} {task.get('text')}"


def _quote(message: Raw) -> list[str]:
    """The message that is answered, so that the agent knows what "this" is."""
    answered, chosen = message.get("reply_to_message"), message.get("quote")
    if not isinstance(answered, dict) or "forum_topic_created" in answered:
        return []
    text = chosen.get("text") if isinstance(chosen, dict) else None
    text = str(text or answered.get("text") or answered.get("caption") or "")
    if not text.strip():
        return []
    cut = text if len(text) <= QUOTED else f"{text[:QUOTED]}…"
    return [*(f"> {line}" for line in cut.splitlines()), ""]


def _file_of(message: Raw) -> SentFile | None:
    kind = next((each for each in FILES if message.get(each)), None)
    if kind is None:
        return None
    found = message[kind]
    if isinstance(found, list):  # a photo in several sizes, the largest last
        found = found[-1]
    number = message.get("message_id")
    kinds = {"photo": "jpg", "voice": "ogg", "audio": "mp3", "document": "bin"}
    types = {"photo": "image/jpeg", "voice": "audio/ogg", "audio": "audio/mpeg"}
    media_type = str(found.get("mime_type") or types.get(kind) or "application/octet-stream")
    name = str(found.get("file_name") or f"{kind}-{number}.{kinds.get(kind, 'mp4')}")
    return SentFile(
        file_id=str(found.get("file_id")),
        name="".join(filter(str.isprintable, name)).replace("/", "_")[-120:],
        media_type=media_type,
        size=int(found.get("file_size") or 0),
        is_spoken=kind == "voice",
    )
