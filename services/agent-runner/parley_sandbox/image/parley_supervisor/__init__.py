"""What runs as process 1 beside a program that nobody trusts. Standard library only."""
