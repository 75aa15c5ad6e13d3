/**
 * Who may do what: {@link dev.omnigraph.access.Principal}, {@link dev.omnigraph.access.Action} and
 * {@link dev.omnigraph.access.Resource} are the question, {@link dev.omnigraph.access.Policies}
 * what was decided beforehand, and {@link dev.omnigraph.access.Authorizer} answers. Knows nothing
 * of graphs or stores; Cedar's native library is loaded with the first policy. Uses {@code error},
 * {@code lang} and {@code id}.
 */
@NullMarked
package dev.omnigraph.access;

import org.jspecify.annotations.NullMarked;
