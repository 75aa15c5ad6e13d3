package dev.omnigraph.derived;

import java.util.BitSet;
import java.util.Collection;
import java.util.Map;

/** The lists of deleted rows of a version of a table. */
public interface DeletedRows {
  /** The deleted rows of each of these fragments, by its id: their places in it. */
  Map<Integer, BitSet> of(Collection<LiveFile> fragments);
}
