/**
 * Who calls: credentials become a {@link dev.omnigraph.access.Principal}, or are refused. Start at
 * {@link dev.omnigraph.caller.BearerCallers} for API tokens and JWTs, and at {@link
 * dev.omnigraph.caller.LambdaIdentity} for what an authorizer in front of a function found. Knows
 * nothing of HTTP frameworks or graphs; uses {@code access}, {@code error} and {@code id}.
 */
@NullMarked
package dev.omnigraph.caller;

import org.jspecify.annotations.NullMarked;
