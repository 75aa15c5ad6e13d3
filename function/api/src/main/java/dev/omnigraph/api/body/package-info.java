/** The JSON shapes of requests and answers: records that mirror the engine's, in snake case. */
@NullMarked
package dev.omnigraph.api.body;

import org.jspecify.annotations.NullMarked;
