"""The JSON face of the archive: `/api/v1/`."""
