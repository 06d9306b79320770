"""What pages hand in, checked before the domain sees it."""
