package dev.omnigraph.call;

import dev.omnigraph.id.CommitId;
import java.util.SortedMap;

/**
 * The policies of a graph.
 *
 * @param commitId the logical commit of main that they were read at
 * @param files texts in the language Cedar, by name; none when everybody is treated alike
 */
public record PolicyAnswer(CommitId commitId, SortedMap<String, String> files) {}
