"""What is known of the rules themselves: mistakes, and what the cases exercise."""
