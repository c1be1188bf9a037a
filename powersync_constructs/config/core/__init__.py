"""The foundations of the models: the base class, checked types, errors, references to Secrets, versions."""
