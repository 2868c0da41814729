"""Who may write where, and how a chat is set that was never seen, as the settings say. Pure."""

from dataclasses import dataclass

from parley_shared.telegram import ChatChange

from parley_telegram.access import Seen, is_addressed
from parley_telegram.settings import TelegramSettings


@dataclass(frozen=True)
class Rules:
    settings: TelegramSettings

    @property
    def pairs(self) -> bool:
        """Whether a code lets people in."""
        return self.settings.telegram_dm_policy == "pairing"

    @property
    def has_groups(self) -> bool:
        return self.settings.telegram_groups != "off"

    def takes(self, seen: Seen, username: str) -> bool:
        """Whether it is looked at any further."""
        if not (self.has_groups if seen.is_group else self._has_direct):
            return False
        return is_addressed(seen, username, require_mention=self.settings.telegram_require_mention)

    def vouches_for(self, seen: Seen) -> bool:
        return seen.sender in self.settings.telegram_allowed_users

    def first_values(self, seen: Seen) -> ChatChange:
        """What the chat's people, and the admin page, may change."""
        number = seen.chat.split("_")[0]
        opened = seen.is_group and number in self.settings.telegram_allowed_groups
        return ChatChange(
            allowed=True if opened else None,
            mirror=self.settings.telegram_mirror == "all",
            tools=self.settings.telegram_show_tools,
            reasoning=self.settings.telegram_show_reasoning == "blockquote",
        )

    @property
    def _has_direct(self) -> bool:
        return self.settings.telegram_dm_policy != "disabled"
