package dev.omnigraph.soak;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Random operations on few entities, so that they meet. Thread-safe. */
final class Workload {
  private static final int MOST_PEOPLE = 12;
  private static final int EMAILS = 6;
  private static final int COUNTERS = 4;

  private final RandomGenerator random;
  private final Mix mix;
  private final Map<String, Long> values = new LinkedHashMap<>();
  private long tokens;

  Workload(RandomGenerator random, Mix mix) {
    this.random = random;
    this.mix = mix;
  }

  /** What is there before the rest begins. */
  synchronized Op founding() {
    List<Op> rows = new ArrayList<>();
    for (int i = 0; i < COUNTERS; i++) {
      rows.add(new Op.Put("c" + i, ++tokens));
    }
    for (int i = 0; i < mix.people() / 2; i++) {
      rows.add(new Op.Add("p" + i, null, token()));
    }
    return new Op.Merge(rows);
  }

  synchronized Op next() {
    int dice = random.nextInt(mix.sum());
    if ((dice -= mix.add()) < 0) {
      return add(person());
    } else if ((dice -= mix.note()) < 0) {
      return new Op.Note(token());
    } else if ((dice -= mix.befriend()) < 0) {
      return new Op.Befriend(person(), person(), token());
    } else if ((dice -= mix.own()) < 0) {
      return new Op.Own(person(), counter(), token());
    } else if ((dice -= mix.dismiss()) < 0) {
      return new Op.Dismiss(person());
    } else if ((dice -= mix.raise()) < 0) {
      return raise();
    } else if ((dice -= mix.merge()) < 0) {
      return merge();
    } else if ((dice -= mix.append()) < 0) {
      return append();
    } else if ((dice -= mix.optimize()) < 0) {
      return new Op.Optimize();
    } else if ((dice -= mix.evolve()) < 0) {
      return new Op.Evolve(random.nextBoolean());
    } else if ((dice -= mix.cleanUp()) < 0) {
      return new Op.CleanUp();
    }
    return read();
  }

  private Op read() {
    return switch (random.nextInt(9)) {
      case 0 -> new Op.Read("people", null);
      case 1 -> new Op.Read("counters", null);
      case 2 -> new Op.Read("notes", null);
      case 3 -> new Op.Read("friendships", null);
      case 4 -> new Op.Read("possessions", null);
      case 5 -> new Op.Read("counter", counter());
      case 6 -> new Op.Read("friends", person());
      case 7 -> new Op.Read("holder", "e" + random.nextInt(EMAILS));
      default -> new Op.Read("person", person());
    };
  }

  /** Takes note of what an operation found, so that later ones build on it. */
  synchronized void saw(Op op, @Nullable Reply reply) {
    if (op instanceof Op.Raise raise && reply instanceof Reply.Done done && done.nodes() == 1) {
      values.put(raise.counter(), raise.value());
    } else if (op instanceof Op.Read read
        && read.query().startsWith("counter")
        && reply instanceof Reply.Rows rows) {
      for (List<@Nullable Object> row : rows.rows()) {
        values.put(
            String.valueOf(row.get(0)), ((Number) Objects.requireNonNull(row.get(1))).longValue());
      }
    } else if (op instanceof Op.Merge merge && reply instanceof Reply.Done) {
      for (Op row : merge.rows()) {
        if (row instanceof Op.Put put) {
          values.put(put.counter(), put.value());
        }
      }
    }
  }

  /** Every question there is: by index, by scan, for each entity. */
  static List<Op.Read> everything() {
    List<Op.Read> reads = new ArrayList<>();
    for (String query : List.of("people", "counters", "notes", "friendships", "possessions")) {
      reads.add(new Op.Read(query, null));
    }
    for (int i = 0; i < MOST_PEOPLE; i++) {
      reads.add(new Op.Read("person", "p" + i));
      reads.add(new Op.Read("friends", "p" + i));
    }
    for (int i = 0; i < COUNTERS; i++) {
      reads.add(new Op.Read("counter", "c" + i));
    }
    for (int i = 0; i < EMAILS; i++) {
      reads.add(new Op.Read("holder", "e" + i));
    }
    return reads;
  }

  private Op.Add add(String name) {
    @Nullable String email = random.nextInt(3) == 0 ? null : "e" + random.nextInt(EMAILS);
    return new Op.Add(name, email, token());
  }

  /** From the value that was last seen, which somebody else may have changed, or not. */
  private Op raise() {
    String counter = counter();
    return new Op.Raise(counter, values.getOrDefault(counter, 0L), ++tokens);
  }

  private Op merge() {
    List<Op> rows = new ArrayList<>();
    String a = "p" + random.nextInt(mix.people() / 2);
    String b = "p" + (mix.people() / 2 + random.nextInt(mix.people() / 2));
    String counter = counter();
    rows.add(new Op.Add(a, null, token()));
    rows.add(add(b));
    rows.add(new Op.Befriend(a, b, token()));
    rows.add(new Op.Put(counter, ++tokens));
    if (random.nextBoolean()) {
      rows.add(new Op.Own(b, counter, token()));
    }
    return new Op.Merge(rows);
  }

  private Op append() {
    return new Op.Append(
        List.of(
            new Op.Add("p" + random.nextInt(mix.people() / 2), null, token()),
            add("p" + (mix.people() / 2 + random.nextInt(mix.people() / 2)))));
  }

  private String person() {
    return "p" + random.nextInt(mix.people());
  }

  private String counter() {
    return "c" + random.nextInt(COUNTERS);
  }

  private String token() {
    return "t" + ++tokens;
  }
}
