"""service.yaml: settings, source, storage, client authentication, and the files beside it."""
