package dev.omnigraph.soak;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * How often each operation comes, of the sum of all.
 *
 * @param people of how many entities the operations are about; fewer meet more often
 */
record Mix(int people, Map<Kind, Integer> shares) {
  static final Mix USUAL =
      of(12)
          .with(Kind.ADD, 12)
          .with(Kind.NOTE, 12)
          .with(Kind.BEFRIEND, 10)
          .with(Kind.OWN, 8)
          .with(Kind.DISMISS, 10)
          .with(Kind.RAISE, 12)
          .with(Kind.UPSERT, 8)
          .with(Kind.APPEND, 4)
          .with(Kind.OPTIMIZE, 4)
          .with(Kind.READ, 20);

  /** Everybody changes the same entity. */
  static final Mix ONE_COUNTER =
      of(2).with(Kind.RAISE, 60).with(Kind.OPTIMIZE, 5).with(Kind.READ, 35);

  /** Inserts that disturb nobody, into one table. */
  static final Mix ONE_TABLE = of(2).with(Kind.NOTE, 85).with(Kind.OPTIMIZE, 5).with(Kind.READ, 10);

  /** Three tables, each with writers of its own. */
  static final Mix DISJOINT_TABLES =
      of(12).with(Kind.ADD, 30).with(Kind.NOTE, 30).with(Kind.RAISE, 30).with(Kind.READ, 10);

  /** Edges between people whom others delete. */
  static final Mix ENDPOINTS =
      of(4)
          .with(Kind.ADD, 25)
          .with(Kind.BEFRIEND, 35)
          .with(Kind.DISMISS, 25)
          .with(Kind.OPTIMIZE, 5)
          .with(Kind.READ, 10);

  /** Addresses that others take. */
  static final Mix ADDRESSES =
      of(12)
          .with(Kind.ADD, 70)
          .with(Kind.DISMISS, 10)
          .with(Kind.APPEND, 5)
          .with(Kind.OPTIMIZE, 5)
          .with(Kind.READ, 10);

  /** A limit that others fill. */
  static final Mix LIMIT =
      of(4)
          .with(Kind.ADD, 20)
          .with(Kind.OWN, 50)
          .with(Kind.DISMISS, 15)
          .with(Kind.OPTIMIZE, 5)
          .with(Kind.READ, 10);

  /** Branches that are made, written, merged any which way, and deleted. */
  static final Mix BRANCHES = USUAL.withVersions();

  /** What rounds under fire are made of. */
  static final List<Mix> UNDER_FIRE =
      Stream.of(USUAL, USUAL, ONE_COUNTER, ENDPOINTS, ADDRESSES, LIMIT)
          .map(mix -> mix.withVersions().withUpkeep())
          .toList();

  Mix {
    shares = Collections.unmodifiableMap(new EnumMap<>(shares));
  }

  /** What there is. */
  enum Kind {
    ADD,
    NOTE,
    BEFRIEND,
    OWN,
    DISMISS,
    RAISE,
    UPSERT,
    APPEND,
    FORK,
    DROP,
    MERGE,
    REVERT,
    CHERRY_PICK,
    RESTORE,
    OPTIMIZE,
    EVOLVE,
    CLEAN_UP,
    READ
  }

  private static Mix of(int people) {
    return new Mix(people, new EnumMap<>(Kind.class));
  }

  Mix with(Kind kind, int share) {
    Map<Kind, Integer> more = new EnumMap<>(Kind.class);
    more.putAll(shares);
    more.put(kind, share);
    return new Mix(people, more);
  }

  /** The same, and one in three is about branches, on which the others are then done as well. */
  Mix withVersions() {
    int hundredth = Math.max(1, sum() / 100);
    return with(Kind.FORK, 12 * hundredth)
        .with(Kind.DROP, 5 * hundredth)
        .with(Kind.MERGE, 20 * hundredth)
        .with(Kind.REVERT, 5 * hundredth)
        .with(Kind.CHERRY_PICK, 5 * hundredth)
        .with(Kind.RESTORE, 3 * hundredth);
  }

  /** The same, and one in ten changes the schema, optimizes or cleans up. */
  Mix withUpkeep() {
    int each = Math.max(1, (sum() - share(Kind.OPTIMIZE)) / 27);
    return with(Kind.OPTIMIZE, each).with(Kind.EVOLVE, each).with(Kind.CLEAN_UP, each);
  }

  boolean hasBranches() {
    return share(Kind.FORK) > 0;
  }

  Kind any(RandomGenerator random) {
    int dice = random.nextInt(sum());
    for (Map.Entry<Kind, Integer> share : shares.entrySet()) {
      dice -= share.getValue();
      if (dice < 0) {
        return share.getKey();
      }
    }
    throw new IllegalStateException("the dice fell beyond the sum");
  }

  private int share(Kind kind) {
    return shares.getOrDefault(kind, 0);
  }

  private int sum() {
    return shares.values().stream().mapToInt(Integer::intValue).sum();
  }
}
