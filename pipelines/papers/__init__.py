"""What a crawl knows of a paper that one page cannot tell: what repeats, and where."""
