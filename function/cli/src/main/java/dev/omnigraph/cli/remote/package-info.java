/**
 * A graph behind a URL: requests to its API, what is sent again and what is not, and failures as
 * people read them. Knows nothing of commands. Start at {@link dev.omnigraph.cli.remote.Api}.
 */
@NullMarked
package dev.omnigraph.cli.remote;

import org.jspecify.annotations.NullMarked;
