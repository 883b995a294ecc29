"""The words that the models are given: one file a step and role."""
