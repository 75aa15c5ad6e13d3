package dev.omnigraph.call;

import dev.omnigraph.commit.WriteOptions;
import java.time.Duration;

/**
 * Vectors are to be made of the texts of a branch that have none.
 *
 * @param options without a key: sent again, a request goes on
 * @param limit of the texts that become vectors
 * @param time after which no further text is sent to the model
 */
public record EmbedRequest(WriteOptions options, long limit, Duration time) {}
