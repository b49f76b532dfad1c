"""What a build did, in figures and sentences."""
