package dev.omnigraph.rule;

import dev.omnigraph.id.TableId;
import java.util.Map;
import java.util.Set;

/**
 * What a validation rested on in the committed state.
 *
 * @param reads the tables it looked into
 * @param endpoints the committed nodes that must go on existing
 * @param onlyIds whether nothing but the existence of ids decided: neither uniqueness of other
 *     values nor cardinality
 */
public record ReadSet(Set<TableId> reads, Map<TableId, Set<String>> endpoints, boolean onlyIds) {}
