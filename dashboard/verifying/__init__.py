"""What those who verify need on their pages beyond queries and words: the queue, an entry beside SIMPEG's word, corrections, results from paper."""
