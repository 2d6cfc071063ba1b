"""What is learned of papers: made papers, and the weights of what repeats on their pages."""
