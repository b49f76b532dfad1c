"""The steps. A step that has been released is never changed: the next one puts right what it left."""
