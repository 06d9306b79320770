"""What an article said before: its versions, the differences between them, and a new one put in the old one's place."""
