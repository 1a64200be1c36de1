"""`python -m rulesengine` is the command `rulesengine`."""

import sys

from rulesengine.app.cli import main

if __name__ == "__main__":
    sys.exit(main())
