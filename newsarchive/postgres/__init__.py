"""The database that comes with the archive: a Django backend whose PostgreSQL server starts when it is first needed.

`server.ensure_running` is the door. A process that came through it holds a shared lock; a detached keeper starts the
server, starts it again when it dies, and stops it when the last lock is gone (docs/decisions/0002).
Nothing below `base` and `client` knows Django.
"""
