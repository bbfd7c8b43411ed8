"""What the school looks at and decides: its plan, its figures, and what they change."""
