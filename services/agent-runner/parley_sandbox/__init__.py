"""The sandbox: runs code in single-use containers."""
