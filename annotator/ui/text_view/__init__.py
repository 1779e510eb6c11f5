"""The page: the annotated text, the only place that knows UTF-16."""
