"""Django's admin in Hebrew. What it saves goes through the domain, like every other face."""
