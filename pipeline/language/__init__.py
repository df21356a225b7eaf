"""Hold what every stage needs to know of a language: sentences, inline markup, words, the lexicon, the encoder."""
