package dev.omnigraph.exec;

import dev.omnigraph.store.IoStats;
import java.time.Duration;

/**
 * What one step of a query did; the steps inside a {@code not} or {@code optional} come before it
 * and count in it again.
 *
 * @param access how rows were reached: {@code index id}, {@code scan}, {@code adjacency} …
 * @param rows that the step produced
 */
public record StepReport(String operator, String access, long rows, IoStats io, Duration elapsed) {}
