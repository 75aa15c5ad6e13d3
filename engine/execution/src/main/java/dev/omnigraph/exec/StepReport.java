package dev.omnigraph.exec;

import dev.omnigraph.store.IoStats;
import java.time.Duration;

/**
 * What one step of a query did. The steps inside a {@code not} or {@code optional} come after it,
 * one deeper, and count in it again.
 *
 * @param access how rows were reached: {@code index id}, {@code scan}, {@code adjacency} …
 * @param expected rows that the plan expected; negative where it expects nothing
 * @param rows that the step produced
 * @param sequential requests that it waits for one after the other from cold, at most; what was
 *     started before its turn included
 */
public record StepReport(
    String operator,
    String access,
    int depth,
    long expected,
    long rows,
    int sequential,
    IoStats io,
    Duration elapsed) {}
