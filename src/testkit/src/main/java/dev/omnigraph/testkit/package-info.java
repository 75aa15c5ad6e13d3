/**
 * What whole-system tests stand on: an independent S3 server, one that counts requests, adds
 * latency and injects faults, and an emulator of the Lambda Runtime API that runs packaged
 * functions as processes. Knows nothing of the engine. Start at {@link
 * dev.omnigraph.testkit.CountingS3} and {@link dev.omnigraph.testkit.LambdaRuntimeEmulator}.
 */
@NullMarked
package dev.omnigraph.testkit;

import org.jspecify.annotations.NullMarked;
