/**
 * The REST API as a Lambda function behind a function URL or an HTTP API: nothing but who the
 * caller is. Start at {@code AuthorizerPrincipal}.
 */
@NullMarked
package dev.omnigraph.http;

import org.jspecify.annotations.NullMarked;
