import django.db.models.deletion
from django.db import migrations, models

import portevoix.ground.web.models


def name_each(apps, schema_editor):
    """Services that were there before get an identifier of their own."""
    service = apps.get_model("care", "Service")
    for row in service.objects.filter(ident=None):
        row.ident = portevoix.ground.web.models.public_id()
        row.save(update_fields=["ident"])


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0001_initial"),
        ("schools", "0003_alter_school_contact"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="ident",
            field=models.CharField(max_length=32, null=True),
        ),
        migrations.RunPython(name_each, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="service",
            name="ident",
            field=models.CharField(default=portevoix.ground.web.models.public_id, max_length=32, unique=True),
        ),
        migrations.AddField(
            model_name="service",
            name="is_hidden",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("source", models.CharField(max_length=200)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="schools.school"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="care.service"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("school", "service"), name="one_check_each")],
            },
        ),
    ]
