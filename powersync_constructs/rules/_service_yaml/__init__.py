"""service.yaml as the service reads it: the text, the values, and what the service refuses or ignores."""

from powersync_constructs.rules._service_yaml._decode import decode
from powersync_constructs.rules._service_yaml._document import (
    Cast,
    Document,
    Kind,
    Problem,
    Value,
    Variable,
    source_of,
    texts_in,
    variables_in,
)
from powersync_constructs.rules._service_yaml._fields import FREE_MAPPINGS, SECRET_FIELDS, UNREAD_VARIABLES
from powersync_constructs.rules._service_yaml._read import PREFIX, Form, form_of, read

__all__ = [
    "FREE_MAPPINGS",
    "PREFIX",
    "SECRET_FIELDS",
    "UNREAD_VARIABLES",
    "Cast",
    "Document",
    "Form",
    "Kind",
    "Problem",
    "Value",
    "Variable",
    "decode",
    "form_of",
    "read",
    "source_of",
    "texts_in",
    "variables_in",
]
