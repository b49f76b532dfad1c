"""Official documents: what they say, from the figures of one release, in one language; dashboard.exports makes files of them."""
