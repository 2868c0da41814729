"""The telegram service: carries messages between Telegram and Parley, both ways."""
