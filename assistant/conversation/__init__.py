"""What a follow-up refers to."""
