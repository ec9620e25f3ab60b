from django.urls import path

from plans.views import operations

urlpatterns = [
    path("operations/", operations.operation_list, name="operations"),
    path("operations/export/", operations.export, name="operations_export"),
    path("operations/<int:pk>/", operations.operation_page, name="operation"),
]
