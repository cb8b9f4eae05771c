"""What the lists refuse."""


class NotAList(ValueError):
    """The address of a view to save is not that of a page of the house."""
