/**
 * What a command takes from the environment and from a configuration file instead of from its
 * words, and where each value comes from. Start at {@link
 * dev.omnigraph.cli.settings.Configuration}.
 */
@NullMarked
package dev.omnigraph.cli.settings;

import org.jspecify.annotations.NullMarked;
