package dev.omnigraph.search.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of an index, as it is asked by one query.
 *
 * @param terms of each distinct term of the query the rows, null where there are none; of a query
 *     for similar terms the rows of each of these
 */
record PartView(PartRows rows, List<@Nullable Posting> terms) {}
