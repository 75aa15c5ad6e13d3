/**
 * What commits have to do with each other: which are ancestors of which, and what two have in
 * common. Uses {@code protocol.log} and what that uses. Start at {@link
 * dev.omnigraph.protocol.history.CommitGraph}.
 */
@NullMarked
package dev.omnigraph.protocol.history;

import org.jspecify.annotations.NullMarked;
