/**
 * The command line: each command is one call of {@link dev.omnigraph.Graph}, and its answer as
 * people read it. Start at {@link dev.omnigraph.cli.Main}.
 */
@NullMarked
package dev.omnigraph.cli;

import org.jspecify.annotations.NullMarked;
