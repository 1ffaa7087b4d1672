"""Performance tables (绩效): projects, their funds, goals and indicators."""
