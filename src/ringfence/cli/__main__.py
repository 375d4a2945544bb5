"""`python -m ringfence.cli` is the command `ringfence`."""

from ringfence.cli.main import main

if __name__ == "__main__":
    main()
