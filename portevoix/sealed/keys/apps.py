from django.apps import AppConfig


class KeysRoom(AppConfig):
    name = "portevoix.sealed.keys"
    label = "keys"

    def ready(self) -> None:
        from portevoix.ground.schools import fingerprint
        from portevoix.sealed.keys import sight

        fingerprint.read_by(sight.fingerprint_words)
