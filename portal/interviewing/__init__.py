"""Interviews: rounds with their times, who comes when, calendar files, reminders, and what is told afterwards."""
