"""The explanatory parts: figures stated in sentences, with subject, base, direction and reason; listed units."""
