from django.apps import AppConfig


class AttendanceRoom(AppConfig):
    name = "portevoix.campus.attendance"
    label = "attendance"
