package dev.omnigraph.benchmark;

import dev.omnigraph.exec.QueryAnswer;
import java.time.Duration;

/**
 * One run of a question.
 *
 * @param requests at the server; like the next two 0 for a folder
 * @param sequential the longest chain of requests that waited for one another
 * @param bytes read from the server
 */
public record Measurement(
    QueryAnswer answer, Duration time, int requests, int sequential, long bytes) {}
