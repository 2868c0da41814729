"""Hostile programs, told apart by what they attack."""
