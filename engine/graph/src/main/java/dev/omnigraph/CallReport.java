package dev.omnigraph;

import dev.omnigraph.store.IoStats;
import java.time.Duration;

/**
 * What a call took.
 *
 * @param io all requests, opening the branch included
 */
public record CallReport(IoStats io, Duration elapsed) {}
