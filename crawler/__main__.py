"""python -m crawler: the same as the `standfirst` command."""

from crawler.cli import main

if __name__ == "__main__":
    main()
