"""Long tasks that the window and the command line share."""
