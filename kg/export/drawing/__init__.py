"""The drawing: what its file holds (payload), who belongs together (communities), where it stands (layout), and its page."""
