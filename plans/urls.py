from django.urls import path

from plans.views import calendar, field, operations, planning, reporting, staffing

urlpatterns = [
    # joint operations (联合行动)
    path("operations/", operations.operation_list, name="operations"),
    path("operations/export/", operations.export, name="operations_export"),
    path("operations/calendar/", calendar.calendar, name="operations_calendar"),
    path("operations/new/", planning.new_operation, name="operation_new"),
    path("operations/photos/<int:pk>/", field.photo, name="operation_photo"),
    path("operations/findings/<int:pk>/case/", field.open_case, name="finding_case"),
    path("operations/<int:pk>/", operations.operation_page, name="operation"),
    path("operations/<int:pk>/edit/", planning.edit_operation, name="operation_edit"),
    path("operations/<int:pk>/order/", planning.order, name="operation_order"),
    path("operations/<int:pk>/change/", planning.change, name="operation_change"),
    path("operations/<int:pk>/cancel/", planning.cancel, name="operation_cancel"),
    path("operations/<int:pk>/people/", staffing.people, name="operation_people"),
    path("operations/<int:pk>/people/send/", staffing.send, name="operation_send"),
    path("operations/<int:pk>/people/withdraw/", staffing.withdraw, name="operation_withdraw"),
    path("operations/<int:pk>/equipment/carry/", staffing.carry, name="operation_carry"),
    path("operations/<int:pk>/equipment/leave/", staffing.leave_behind, name="operation_leave"),
    path("operations/<int:pk>/check-in/", field.check_in, name="operation_check_in"),
    path("operations/<int:pk>/begin/", field.start, name="operation_begin"),
    path("operations/<int:pk>/finish/", field.finish, name="operation_finish"),
    path("operations/<int:pk>/findings/new/", field.new_finding, name="finding_new"),
    path("operations/<int:pk>/units/<int:unit_pk>/result/", field.result, name="operation_result"),
    path("operations/<int:pk>/report/", reporting.report, name="operation_report"),
    path(
        "operations/<int:pk>/papers/<slug:kind>.<slug:form>",
        reporting.paper,
        name="operation_paper",
    ),
]
