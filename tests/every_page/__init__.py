"""What is checked of every page of the table without a browser: its markup and its weight."""
