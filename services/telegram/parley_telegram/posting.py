"""The calls that put a message into a chat, each made once."""

from collections.abc import Awaitable, Callable

from parley_shared.errors import FileNotKept
from parley_shared.models import FileRef
from telegram import (
    Bot,
    ForceReply,
    InputFile,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)

from parley_telegram.pieces import Piece, give_up_files
from parley_telegram.saying import write_buttons, write_entities
from parley_telegram.target import Target

TOPIC = 128  # characters of a topic's name

ReadFile = Callable[[FileRef], Awaitable[bytes]]


class Poster:
    """Each raises TelegramError. `previews`: links in what is said are shown as pictures too."""

    def __init__(self, bot: Bot, read: ReadFile, *, previews: bool = False) -> None:
        self._bot = bot
        self._read = read
        self._links = LinkPreviewOptions(is_disabled=not previews)

    async def post(self, piece: Piece) -> int:
        """Telegram's number of the message; of an album the first one's."""
        if piece.rich is not None:
            return await self._post_rich(piece, piece.rich)
        return (await self._post_one(piece)).message_id

    async def name_topic(self, target: Target, title: str) -> None:
        if target.topic_id is not None and title:
            await self._bot.edit_forum_topic(target.chat_id, target.topic_id, name=title[:TOPIC])

    async def _post_one(self, piece: Piece) -> Message:
        if piece.document is not None:
            return await self._post_document(piece, *piece.document)
        contents = await self._read_all(piece)
        if len(contents) > 1:
            return await self._post_album(piece, contents)
        if contents:
            return await self._post_file(piece, contents[0])
        return await self._post_text(piece)

    async def put(self, piece: Piece, number: int) -> None:
        """In the place of message `number`."""
        if piece.rich is not None:
            asked = {
                "chat_id": piece.target.chat_id,
                "message_id": number,
                "rich_message": {"markdown": piece.rich},
            }
            await self._bot.do_api_request("editMessageText", asked)
            return
        await self._bot.edit_message_text(
            piece.styled.text,
            piece.target.chat_id,
            number,
            entities=write_entities(piece.styled),
            reply_markup=write_buttons(piece.saying.buttons) if piece.is_last else None,
            link_preview_options=self._links,
        )

    async def _post_rich(self, piece: Piece, markdown: str) -> int:
        """The library does not know these messages yet."""
        asked: dict[str, object] = {
            "chat_id": piece.target.chat_id,
            "rich_message": {"markdown": markdown},
            "disable_notification": piece.saying.silent,
        }
        if piece.target.topic_id is not None:
            asked["message_thread_id"] = piece.target.topic_id
        if piece.saying.reply_to is not None:
            reply = ReplyParameters(piece.saying.reply_to, allow_sending_without_reply=True)
            asked["reply_parameters"] = reply
        answer = await self._bot.do_api_request("sendRichMessage", asked)
        return int(answer["message_id"])

    async def _post_text(self, piece: Piece) -> Message:
        saying = piece.saying
        reply = None
        if saying.reply_to is not None:
            reply = ReplyParameters(saying.reply_to, allow_sending_without_reply=True)
        markup = write_buttons(saying.buttons) if piece.is_last else None
        return await self._bot.send_message(
            piece.target.chat_id,
            piece.styled.text,
            entities=write_entities(piece.styled),
            message_thread_id=piece.target.topic_id,
            reply_parameters=reply,
            reply_markup=ForceReply() if saying.asks_reply else markup,
            disable_notification=saying.silent,
            link_preview_options=self._links,
        )

    async def _post_document(self, piece: Piece, name: str, contents: bytes) -> Message:
        return await self._bot.send_document(
            piece.target.chat_id,
            InputFile(contents, filename=name),
            caption=piece.styled.text or None,
            caption_entities=write_entities(piece.styled),
            message_thread_id=piece.target.topic_id,
            disable_notification=piece.saying.silent,
            reply_markup=write_buttons(piece.saying.buttons) if piece.is_last else None,
        )

    async def _post_file(self, piece: Piece, contents: bytes) -> Message:
        send = self._bot.send_photo if piece.is_album else self._bot.send_document
        return await send(
            piece.target.chat_id,
            InputFile(contents, filename=piece.files[0].name),
            caption=piece.styled.text or None,
            caption_entities=write_entities(piece.styled),
            message_thread_id=piece.target.topic_id,
            disable_notification=piece.saying.silent,
        )

    async def _post_album(self, piece: Piece, contents: list[bytes]) -> Message:
        kind = InputMediaPhoto if piece.is_album else InputMediaDocument
        media = [
            kind(InputFile(each, filename=file.name, attach=True))
            for file, each in zip(piece.files, contents, strict=True)
        ]
        album = await self._bot.send_media_group(
            piece.target.chat_id,
            media,
            caption=piece.styled.text or None,
            caption_entities=write_entities(piece.styled),
            message_thread_id=piece.target.topic_id,
            disable_notification=piece.saying.silent,
        )
        return album[0]

    async def _read_all(self, piece: Piece) -> list[bytes]:
        try:
            return [await self._read(file) for file in piece.files]
        except FileNotKept:
            give_up_files(piece, "it is not there any longer")
            return []
