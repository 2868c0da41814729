"""Chaos: Parley is driven through its public doors while its parts die, and then it is judged."""
