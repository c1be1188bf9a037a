"""What needs a validator or a scanner from elsewhere."""
