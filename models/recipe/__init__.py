"""How models/ is made: one module for each part, all run by `python -m models.recipe DATA`."""
