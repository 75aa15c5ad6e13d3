/**
 * What whole-system tests stand on: an independent S3 server, and one that counts requests, adds
 * latency and injects faults. Knows nothing of the engine.
 */
@NullMarked
package dev.omnigraph.testkit;

import org.jspecify.annotations.NullMarked;
