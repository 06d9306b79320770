"""The demonstration archive: articles written for this project, and the people, places and events in them."""
