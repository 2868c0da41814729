"""Mutations: each turns off one safeguard in a copy of a package, and some test must turn red."""
