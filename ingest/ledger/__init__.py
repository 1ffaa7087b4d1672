"""The ledger of every page: each printed character and each inked area is booked once, as what it was read, or as unread and why."""
