/**
 * The packaged functions, run as Lambda runs them, on an S3 server of others. Start at {@code
 * ObjectToAnswerIT}.
 */
@NullMarked
package dev.omnigraph.e2e;

import org.jspecify.annotations.NullMarked;
