"""Counts along time: the timeline of a search, and queries beside each other."""
