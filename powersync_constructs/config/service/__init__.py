"""service.yaml: settings, source, storage, client authentication, and the related files."""
