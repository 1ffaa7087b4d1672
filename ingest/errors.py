"""Why a document cannot be read. Each error names what is wrong with the file; the run goes on without it.

UnreadableDocument      .code is the reason code that lands in raw.files
├── NotAPdf             the bytes are no PDF                         not_a_pdf
├── UnsupportedFormat   no kind of file that is read                 unsupported_format
├── Archive             its files are listed one by one              archive
├── NeedsLibreOffice    .doc, .wps, .rtf where soffice is missing    needs_libreoffice
├── EmptyFile           zero bytes                                   empty_file
├── Encrypted           needs a password                             encrypted
├── Truncated           the end of the file is missing               truncated
├── Damaged             pdfium cannot open it                        damaged
├── TooLarge            more bytes or pages than a disclosure has    too_large
├── ImageOnly           scans without a text layer                   image_only
├── Blank               pages with neither text nor pictures         blank
├── NotADisclosure      something else that is published, or nothing not_a_disclosure
├── TooBigInMemory      reading needs more memory than it may have   too_big_in_memory
├── TookTooLong         reading took longer than any disclosure does took_too_long
├── Quarantined         two reading processes died of it             quarantined
└── UnreadablePath      about the path, not the bytes: looked at anew every night
    ├── Unopenable      the operating system refuses the file        unopenable
    ├── NotAFile        a pipe, a socket or a device                 not_a_file
    └── ChangedWhileReading  replaced between listing and reading    changed_while_reading

ReaderFailed            a fault of the reader itself; tried again every night
"""


class UnreadableDocument(Exception):
    """A file that yields no document; `code` is for machines, the message for people."""

    code = "unreadable"


class NotAPdf(UnreadableDocument):
    code = "not_a_pdf"


class UnsupportedFormat(UnreadableDocument):
    code = "unsupported_format"


class Archive(UnreadableDocument):
    code = "archive"


class NeedsLibreOffice(UnreadableDocument):
    code = "needs_libreoffice"


class EmptyFile(UnreadableDocument):
    code = "empty_file"


class Encrypted(UnreadableDocument):
    code = "encrypted"


class Truncated(UnreadableDocument):
    code = "truncated"


class Damaged(UnreadableDocument):
    code = "damaged"


class TooLarge(UnreadableDocument):
    code = "too_large"


class ImageOnly(UnreadableDocument):
    code = "image_only"


class Blank(UnreadableDocument):
    code = "blank"


class TooBigInMemory(UnreadableDocument):
    code = "too_big_in_memory"


class TookTooLong(UnreadableDocument):
    code = "took_too_long"


class NotADisclosure(UnreadableDocument):
    code = "not_a_disclosure"


class Quarantined(UnreadableDocument):
    code = "quarantined"


class UnreadablePath(UnreadableDocument):
    """What lies at a path could not be had; nothing is said of any bytes, so that no document is blamed for it."""


class Unopenable(UnreadablePath):
    code = "unopenable"


class NotAFile(UnreadablePath):
    code = "not_a_file"


class ChangedWhileReading(UnreadablePath):
    code = "changed_while_reading"


class ReaderFailed(Exception):
    """What a document provoked in the reader and nobody foresaw, in words: the exception itself may not survive its process."""
