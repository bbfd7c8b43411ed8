"""Help services, each with the date it was last checked."""

from django.db import models

from portevoix.ground.schools.models import School


class ServiceQuerySet(models.QuerySet["Service"]):
    def for_school(self, school: School) -> "ServiceQuerySet":
        return self.filter(models.Q(school=school) | models.Q(school=None))

    def emergencies_first(self) -> "ServiceQuerySet":
        return self.order_by("-emergency", "rank", "name")


class Service(models.Model):
    """Someone to turn to. Without a school: for all schools of the instance."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="services")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    web = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    audience = models.CharField(max_length=200, blank=True)
    languages = models.CharField(max_length=120, blank=True)
    free = models.BooleanField(default=False)
    emergency = models.BooleanField(default=False)
    deaf_access = models.BooleanField(default=False)
    checked_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    rank = models.PositiveSmallIntegerField(default=100)

    objects = ServiceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
