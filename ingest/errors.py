"""Why a document cannot be read. Each error names what is wrong with the file; the run goes on without it.

UnreadableDocument      .code is the reason code that lands in raw.files
├── NotAPdf             the bytes are no PDF                         not_a_pdf
├── EmptyFile           zero bytes                                   empty_file
├── Encrypted           needs a password                             encrypted
├── Truncated           the end of the file is missing               truncated
├── Damaged             pdfium cannot open it                        damaged
├── TooLarge            more bytes or pages than a disclosure has    too_large
├── ImageOnly           scans without a text layer                   image_only
├── Blank               pages with neither text nor pictures         blank
├── NotADisclosure      something else that is published, or nothing not_a_disclosure
├── TooSlow             reading took longer than any disclosure does too_slow
├── Quarantined         two reading processes died of it             quarantined
└── Unopenable          the operating system refuses the file        unopenable
"""


class UnreadableDocument(Exception):
    """A file that yields no document; `code` is for machines, the message for people."""

    code = "unreadable"


class NotAPdf(UnreadableDocument):
    code = "not_a_pdf"


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


class NotADisclosure(UnreadableDocument):
    code = "not_a_disclosure"


class TooSlow(UnreadableDocument):
    code = "too_slow"


class Quarantined(UnreadableDocument):
    code = "quarantined"


class Unopenable(UnreadableDocument):
    code = "unopenable"
