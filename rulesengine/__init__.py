"""A rules engine for village points policies (村规民约 + 积分制). Importing it does nothing."""

__version__ = "0.1.0"
