"""What it becomes: constructs that turn one props model into one subtree."""
