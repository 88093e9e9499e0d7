"""The errors that a person can mend."""


class CourseError(Exception):
    """Its text is one sentence for whoever can mend it: what is wrong, where, and what to do."""
