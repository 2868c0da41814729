"""Where the launcher begins."""

import sys

if __name__ == "__main__":
    sys.exit("The launcher's commands are not there yet.")
