"""The port. It is held by the parent, so that a server that died can be started again without losing it."""

import errno
import socket

ADDRESS = "127.0.0.1"
TRIED = 100
BACKLOG = 1024


def listen(wanted: int) -> socket.socket:
    """Return a listening socket on `wanted`, or on the next port that is free (0: any). Raises OSError."""
    for port in range(wanted, wanted + TRIED):
        try:
            return _listen(port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    raise OSError(errno.EADDRINUSE, f"No port from {wanted} to {wanted + TRIED - 1} is free; name another in PORT.")


def _listen(port: int) -> socket.socket:
    door = socket.socket()
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((ADDRESS, port))
        door.listen(BACKLOG)
    except OSError:
        door.close()
        raise
    return door
