/**
 * The REST API as a server on a laptop, over a folder or a bucket. Start at {@code TokenPrincipal}.
 */
@NullMarked
package dev.omnigraph.local;

import org.jspecify.annotations.NullMarked;
