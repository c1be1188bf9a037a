"""What the constructs render."""
