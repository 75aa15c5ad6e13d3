/**
 * The whole system on one machine: an S3 server, the packaged functions as processes under the
 * Runtime API emulator, puts that become events in a queue, schedules that tick, and the HTTP
 * function behind a port. What is on AWS a service of its own is here a small class of the same
 * name. Start at {@code Stack}; {@code infra/stack} runs it.
 */
@NullMarked
package dev.omnigraph.stack;

import org.jspecify.annotations.NullMarked;
