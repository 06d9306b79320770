"""The tagger: names that nobody has listed yet, learnt from this archive's own accepted tags."""
