"""Properties run without a clock: a loaded machine must not turn a true property false."""

from hypothesis import HealthCheck, settings

settings.register_profile("aktenlage", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("aktenlage")
