"""What `manage.py serve` is made of: prepare the archive, hold the port, start the children and mind them."""
