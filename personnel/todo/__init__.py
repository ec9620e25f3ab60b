"""To-dos of personnel; one module a subject."""

from personnel.todo import dispatch, equipment, offices, papers, rosters, staffing


def register() -> None:
    offices.register()
    equipment.register()
    dispatch.register()
    papers.register()
    staffing.register()
    rosters.register()
