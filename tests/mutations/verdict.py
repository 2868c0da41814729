"""Says of a mutation which test it turned red."""


def write_verdict(name: str, test: str, noticed: bool) -> str:
    return f"{name:<52}{f'red: {test}' if noticed else 'NOBODY NOTICED'}"
