"""What the program answers, as data (`audit`, `document`, `summary`, `evaluate`) and drawn on a terminal (`terminal`)."""
