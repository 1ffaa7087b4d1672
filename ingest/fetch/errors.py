"""Why an address yields no document. Each error says so for people; `.code` is what stands in the manifest.

FetchError
├── CannotFetch             the run as a whole cannot begin
│   ├── SourceListError     the list of sources cannot be read             source_list
│   ├── NoFolder            the folder cannot be written to                no_folder
│   └── Busy                another fetch into the same folder is running  busy
├── Refused                 we do not ask for this address
│   ├── BadSource           a row of the list is not usable                bad_source
│   ├── BadAddress          not an http or https address                   bad_address
│   ├── ForeignHost         leads to a host that is not declared           foreign_host
│   ├── PrivateAddress      leads into a network that is not public        private_address
│   ├── Downgrade           redirected from https to http                  downgrade
│   ├── RobotsDisallow      the site's robots.txt asks not to              robots_disallow
│   └── RobotsUnavailable   the site cannot say what its robots.txt asks   robots_unavailable
├── TransferFailed          the server did not answer as it should
│   ├── Unreachable         no connection                                  unreachable      tried again
│   ├── Untrusted           a certificate that cannot be trusted           untrusted
│   ├── TimedOut            no bytes, or too slowly                        timed_out        tried again
│   ├── OutOfTime           the time of the source or of the run is up     out_of_time
│   ├── Interrupted         the connection broke off                       interrupted      tried again
│   ├── BadStatus           an HTTP status that brings no document         status_<number>  408, 425, 429, 5xx tried again
│   ├── RedirectLoop        a redirect leads back                          redirect_loop
│   └── TooManyRedirects    more redirects than allowed                    too_many_redirects
├── ContentRefused          what came is not kept
│   ├── TooLarge            more bytes than a disclosure has               too_large
│   ├── Encoded             in an encoding that was not asked for          encoded
│   ├── PageUnreadable      a page that cannot be read within bounds       page_unreadable
│   ├── WrongType           a web page, a picture, a film                  wrong_type
│   ├── UnknownFormat       begins as no format that is read               unsupported_format
│   ├── CutOff              the end of the file is missing                 cut_off          tried again if no length was given
│   └── NoAttachments       no filing, and a list of none                  no_attachments
└── StoreError              what came could not be put into the folder     store
"""


class FetchError(Exception):
    """An address that yields no document."""

    code = "fetch"
    is_retryable = False
    #: HTTP status of the answer, where there was one.
    status: int | None = None
    #: Seconds after which the server asks us to come back.
    retry_after: float | None = None
    #: The host that gave the answer, or none.
    host = ""
    #: How often it was tried.
    attempts = 1


class CannotFetch(FetchError):
    """The run as a whole cannot begin."""


class SourceListError(CannotFetch):
    code = "source_list"


class NoFolder(CannotFetch):
    code = "no_folder"


class Busy(CannotFetch):
    code = "busy"


class Refused(FetchError):
    """We do not ask for this address."""


class BadSource(Refused):
    code = "bad_source"


class BadAddress(Refused):
    code = "bad_address"


class ForeignHost(Refused):
    code = "foreign_host"


class PrivateAddress(Refused):
    """A site of the Internet leads to the operator's own machines, or to those of the cloud that this runs in."""

    code = "private_address"


class Downgrade(Refused):
    code = "downgrade"


class RobotsDisallow(Refused):
    code = "robots_disallow"


class RobotsUnavailable(Refused):
    code = "robots_unavailable"


class TransferFailed(FetchError):
    """The server did not answer as it should."""


class Unreachable(TransferFailed):
    code = "unreachable"
    is_retryable = True


class Untrusted(TransferFailed):
    """Asking again brings the same certificate."""

    code = "untrusted"


class OutOfTime(TransferFailed):
    code = "out_of_time"


class TimedOut(TransferFailed):
    code = "timed_out"
    is_retryable = True


class Interrupted(TransferFailed):
    code = "interrupted"
    is_retryable = True


class BadStatus(TransferFailed):
    """An HTTP status that brings no document; some are worth another try."""

    def __init__(self, message: str, status: int, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = f"status_{status}"
        self.is_retryable = status in (408, 425, 429) or status >= 500
        self.retry_after = retry_after


class RedirectLoop(TransferFailed):
    code = "redirect_loop"


class TooManyRedirects(TransferFailed):
    code = "too_many_redirects"


class ContentRefused(FetchError):
    """What came is not kept."""


class TooLarge(ContentRefused):
    code = "too_large"


class Encoded(ContentRefused):
    """Decoding what was not asked for turns kilobytes into gigabytes."""

    code = "encoded"


class PageUnreadable(ContentRefused):
    code = "page_unreadable"


class WrongType(ContentRefused):
    code = "wrong_type"


class UnknownFormat(ContentRefused):
    code = "unsupported_format"


class CutOff(ContentRefused):
    """The end of the file is missing; where the server gave no length, the connection may have broken unnoticed."""

    code = "cut_off"

    def __init__(self, message: str, length_was_given: bool) -> None:
        super().__init__(message)
        self.is_retryable = not length_was_given


class NoAttachments(ContentRefused):
    code = "no_attachments"


class StoreError(FetchError):
    code = "store"
