package dev.omnigraph.rule;

import java.util.Map;
import java.util.Set;

/**
 * What a validation rested on in the committed state.
 *
 * @param reads ids of the tables it looked into
 * @param endpoints by table id, the committed nodes that must go on existing
 * @param onlyIds whether nothing but the existence of ids decided: neither uniqueness of other
 *     values nor cardinality
 */
public record Footing(Set<String> reads, Map<String, Set<String>> endpoints, boolean onlyIds) {}
