"""What the page is made of, one component a file."""
