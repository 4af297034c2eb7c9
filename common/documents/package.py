"""The file around the document: what it says of itself, and the same bytes each time."""

import datetime
import io
import zipfile

from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.part import XmlPart

# The oldest day a zip can hold: the hour of making says nothing of a draft, and the same draft is the same file.
STILL = datetime.datetime(1980, 1, 1)  # noqa: DTZ001
# Names of programs, a picture of the template and its data: nobody's business.
LEFT_OUT = {RELATION.EXTENDED_PROPERTIES, RELATION.THUMBNAIL, RELATION.CUSTOM_XML}


def as_bytes(file, *, title, author):
    """Return the file as bytes, named after the document and its issuer and after no program."""
    _leave_out(file.part.package.rels)
    _leave_out(file.part.rels)
    properties = file.core_properties
    properties.title, properties.author, properties.last_modified_by = title[:255], author[:255], author[:255]
    properties.subject = properties.comments = properties.keywords = ""
    properties.language, properties.created, properties.modified, properties.revision = "vi-VN", STILL, STILL, 1
    written, still = io.BytesIO(), io.BytesIO()
    file.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(still, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    _empty(file.part.package)
    return still.getvalue()


def _empty(package):
    """A package and its parts refer to each other; until the collector comes by, no tree of theirs need be held."""
    for part in package.parts:
        if isinstance(part, XmlPart):
            # Let go of, not cleared: of a long document that took half a minute.
            part._element = None


def _leave_out(relations):
    for key in [key for key, relation in relations.items() if relation.reltype in LEFT_OUT]:
        del relations[key]
