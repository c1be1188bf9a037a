"""What a user's app does, as a process of its own."""
