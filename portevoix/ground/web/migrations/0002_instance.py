from django.db import migrations

from portevoix.ground.web.models import public_id


def make(apps, schema_editor):
    apps.get_model("web", "Instance").objects.get_or_create(pk=1, defaults={"ident": public_id()})


class Migration(migrations.Migration):
    """The instance's identifier exists from the first migration on."""

    dependencies = [("web", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
