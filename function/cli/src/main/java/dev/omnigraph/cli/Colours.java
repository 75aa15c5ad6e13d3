package dev.omnigraph.cli;

/** Colours of a terminal, where there is one. */
final class Colours {
  private static final String END = "\u001b[0m";

  private Colours() {}

  static String red(String text, boolean isColoured) {
    return colour("\u001b[31m", text, isColoured);
  }

  static String green(String text, boolean isColoured) {
    return colour("\u001b[32m", text, isColoured);
  }

  static String yellow(String text, boolean isColoured) {
    return colour("\u001b[33m", text, isColoured);
  }

  private static String colour(String begin, String text, boolean isColoured) {
    return isColoured ? begin + text + END : text;
  }
}
