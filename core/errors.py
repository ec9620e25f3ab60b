"""The one exception with which a rule says no."""


class RuleViolation(Exception):
    """A legal or organisational rule does not allow what was asked.

    ``code`` is stable and machine-readable, ``message`` is the Chinese sentence shown to the user,
    ``basis`` the article it rests on, ``field`` the form field the message belongs to (empty: the
    whole form).
    """

    def __init__(self, code: str, message: str, basis: str = "", field: str = "") -> None:
        super().__init__(code, message, basis, field)
        self.code = code
        self.message = message
        self.basis = basis
        self.field = field

    def __str__(self) -> str:
        return self.message
