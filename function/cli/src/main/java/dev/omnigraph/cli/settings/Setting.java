package dev.omnigraph.cli.settings;

/**
 * A value that a command goes by.
 *
 * @param origin where it comes from: {@code --graph}, {@code $OMNIGRAPH_GRAPH}, {@code profile
 *     work}
 */
public record Setting(String value, String origin) {}
