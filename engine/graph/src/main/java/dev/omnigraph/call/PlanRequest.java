package dev.omnigraph.call;

import dev.omnigraph.commit.ReadAt;

/**
 * What would lead to another schema, as it is asked for.
 *
 * @param source the desired schema, {@code .pg} text
 * @param file display name of the source in messages
 * @param allowDataLoss whether what is dropped goes from earlier commits too
 */
public record PlanRequest(String source, String file, boolean allowDataLoss, ReadAt at) {}
