"""What is said when a backup cannot be made or restored."""


class BackupError(Exception):
    """A backup that cannot be made, read or restored; the message says what to do."""
