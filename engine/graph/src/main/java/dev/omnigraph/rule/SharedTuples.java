package dev.omnigraph.rule;

import dev.omnigraph.schema.Constraint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows that share a tuple which must be unique, found in two readings. The first tells all
 * hashes, the second the rows; of these the first of each tuple is held, for so few tuples as are
 * told by name, however many rows and values there are.
 */
final class SharedTuples {
  /** Tuples, which may be long. */
  static final int MOST = 100;

  private final Constraint.Unique unique;
  private final String type;
  private final Violations violations = new Violations(null);
  private final Set<Long> suspects = new HashSet<>();

  /** Ids, by tuple. */
  private final Map<List<Object>, String> firsts = new HashMap<>();

  /** Rows whose hash an earlier one has. */
  private long repeated;

  SharedTuples(Constraint.Unique unique, String type) {
    this.unique = unique;
    this.type = type;
  }

  /** All rows with some of the hashes. */
  void suspect(HashBag bag) {
    repeated += bag.repeated();
    bag.moreThan(
        1,
        hash -> {
          if (suspects.size() < MOST) {
            suspects.add(hash);
          }
        });
  }

  boolean isSuspect(long hash) {
    return suspects.contains(hash);
  }

  boolean hasSuspects() {
    return !suspects.isEmpty();
  }

  /** A row that is suspect. */
  void add(List<Object> tuple, String id) {
    String first = firsts.get(tuple);
    if (first != null) {
      violations.add(UniqueRule.violation(type, id, unique.members(), first, ""));
    } else if (firsts.size() < MOST) {
      firsts.put(tuple, id);
    }
  }

  /** After all rows; when some tuples were not held, their hashes tell the number. */
  Violations violations() {
    if (held() == MOST) {
      violations.addUntold(Math.max(0, repeated - violations.total()));
    }
    return violations;
  }

  int held() {
    return firsts.size();
  }
}
