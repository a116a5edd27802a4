"""What can go wrong with an index."""


class IndexMissing(Exception):
    """There is no index here yet; build it."""


class IndexBroken(Exception):
    """The index's files cannot be read; rebuild it from the database."""


class IndexBusy(Exception):
    """Another process is writing the index."""


class QueryRefused(Exception):
    """The words cannot be searched for; the message says why."""
