"""Pure functions on strings: sentences, words, quantities, dates."""
