/**
 * The REST API: resources that translate between HTTP and {@link dev.omnigraph.Graph} and do
 * nothing else, and the one place where failures become the error envelope. Start at {@code
 * QueryResource}.
 */
@NullMarked
package dev.omnigraph.api;

import org.jspecify.annotations.NullMarked;
