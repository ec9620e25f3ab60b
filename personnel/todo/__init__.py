"""To-dos of personnel; one module a subject."""

from personnel.todo import equipment, offices


def register() -> None:
    offices.register()
    equipment.register()
