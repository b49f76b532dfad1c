"""The serving half: shows one release and computes no score."""
