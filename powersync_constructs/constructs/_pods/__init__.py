"""The pods of the service, and the objects that belong to them."""
