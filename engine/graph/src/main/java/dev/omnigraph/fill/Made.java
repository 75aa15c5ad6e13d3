package dev.omnigraph.fill;

/** A text, and the vector that a model made of it. */
record Made(String text, float[] vector) {}
