package dev.omnigraph.soak;

import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.testkit.PlainMerge.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Random operations on few entities, so that they meet. Thread-safe. */
final class Workload {
  private static final int MOST_PEOPLE = 12;
  private static final int EMAILS = 6;
  private static final int COUNTERS = 4;

  private final RandomGenerator random;
  private final Mix mix;
  private final Known known;
  private final Map<String, Long> values = new LinkedHashMap<>();
  private long tokens;
  private boolean forks;

  Workload(RandomGenerator random, Mix mix) {
    this.random = random;
    this.mix = mix;
    this.known = new Known(random);
  }

  /** What is there before the rest begins. */
  synchronized Task founding() {
    List<Op> rows = new ArrayList<>();
    for (int i = 0; i < COUNTERS; i++) {
      rows.add(new Op.Put("c" + i, ++tokens));
    }
    for (int i = 0; i < mix.people() / 2; i++) {
      rows.add(new Op.Add("p" + i, null, token()));
    }
    return new Task(BranchName.MAIN, new Op.Upsert(rows));
  }

  /** What comes next; where there are branches, the first is to make one. */
  synchronized Task next() {
    if (mix.hasBranches() && !forks) {
      forks = true;
      return new Task(known.name(), new Op.Fork(BranchName.MAIN, null));
    }
    BranchName branch = mix.hasBranches() ? known.branch() : BranchName.MAIN;
    return switch (mix.any(random)) {
      case ADD -> new Task(branch, add(person()));
      case NOTE -> new Task(branch, new Op.Note(token()));
      case BEFRIEND -> new Task(branch, new Op.Befriend(person(), person(), token()));
      case OWN -> new Task(branch, new Op.Own(person(), counter(), token()));
      case DISMISS -> new Task(branch, new Op.Dismiss(person()));
      case RAISE -> new Task(branch, raise(branch));
      case UPSERT -> new Task(branch, upsert());
      case APPEND -> new Task(branch, append());
      case FORK -> new Task(known.name(), fork(branch));
      case DROP -> new Task(known.name(), new Op.Drop());
      case MERGE -> new Task(branch, merge(branch));
      case REVERT -> new Task(branch, pick(true, branch, branch));
      case CHERRY_PICK -> new Task(branch, pick(false, known.branch(), branch));
      case RESTORE -> new Task(branch, restore(branch));
      case OPTIMIZE -> new Task(branch, new Op.Optimize());
      case EVOLVE -> new Task(branch, new Op.Evolve(random.nextBoolean()));
      case CLEAN_UP -> new Task(BranchName.MAIN, new Op.CleanUp());
      case READ -> new Task(branch, read());
    };
  }

  private Op read() {
    return switch (random.nextInt(13)) {
      case 0 -> new Op.Read("people", null);
      case 1 -> new Op.Read("counters", null);
      case 2 -> new Op.Read("notes", null);
      case 3 -> new Op.Read("friendships", null);
      case 4 -> new Op.Read("possessions", null);
      case 5 -> new Op.Read("counter", counter());
      case 6 -> new Op.Read("friends", person());
      case 7 -> new Op.Read("holder", "e" + random.nextInt(EMAILS));
      case 8, 9 -> new Op.Read("noted", words());
      case 10 -> new Op.Read("tokens", words());
      case 11 -> new Op.Read("nearest", null);
      default -> new Op.Read("person", person());
    };
  }

  /** Some tokens in a row, of notes and of others. */
  private String words() {
    long first = 1 + random.nextLong(Math.max(1, tokens));
    return words(first, first + 1 + random.nextInt(20));
  }

  private static String words(long first, long end) {
    return LongStream.range(first, end)
        .mapToObj(token -> "t" + token)
        .collect(Collectors.joining(" "));
  }

  /** Takes note of what an operation found, so that later ones build on it. */
  synchronized void saw(Task task, @Nullable Reply reply) {
    BranchName branch = task.branch();
    switch (reply) {
      case null -> {}
      case Reply.Failed failed -> known.refused(failed.message());
      case Reply.Done done -> done(branch, task.op(), done);
      case Reply.Merged merged -> {
        known.saw(branch, new CommitId(merged.commit()));
        if (merged.dropped() && task.op() instanceof Op.Merge merge) {
          known.lost(merge.source());
        }
      }
      case Reply.Rows rows -> {
        known.saw(branch, new CommitId(rows.commit()));
        if (task.op() instanceof Op.Read read && read.query().startsWith("counter")) {
          for (List<@Nullable Object> row : rows.rows()) {
            Number value = (Number) Objects.requireNonNull(row.get(1));
            values.put(place(branch, String.valueOf(row.get(0))), value.longValue());
          }
        }
      }
    }
  }

  private void done(BranchName branch, Op op, Reply.Done done) {
    if (op instanceof Op.Drop) {
      known.lost(branch);
      return;
    }
    if (op instanceof Op.Fork(BranchName from, var commit)) {
      known.forked(branch, from);
    }
    if (!done.commit().isEmpty() && (op.isLogical() || op instanceof Op.Fork)) {
      known.saw(branch, new CommitId(done.commit()));
    }
    if (op instanceof Op.Raise raise && done.nodes() == 1) {
      values.put(place(branch, raise.counter()), raise.value());
    } else if (op instanceof Op.Upsert upsert) {
      for (Op row : upsert.rows()) {
        if (row instanceof Op.Put put) {
          values.put(place(branch, put.counter()), put.value());
        }
      }
    }
  }

  private static String place(BranchName branch, String counter) {
    return branch + " " + counter;
  }

  /** Every question there is: by index, by scan, for each entity. */
  static List<Op.Read> everything() {
    List<Op.Read> reads = new ArrayList<>();
    for (String query : List.of("people", "counters", "notes", "friendships", "possessions")) {
      reads.add(new Op.Read(query, null));
    }
    reads.add(new Op.Read("nearest", null));
    for (int i = 0; i < 10; i++) {
      reads.add(new Op.Read("noted", words(i * 100, i * 100 + 100)));
    }
    reads.add(new Op.Read("tokens", words(0, 1_000)));
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
  private Op raise(BranchName branch) {
    String counter = counter();
    return new Op.Raise(counter, values.getOrDefault(place(branch, counter), 0L), ++tokens);
  }

  private Op upsert() {
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
    return new Op.Upsert(rows);
  }

  private Op fork(BranchName from) {
    boolean past = random.nextInt(3) == 0;
    return new Op.Fork(from, past ? known.commit(from).orElse(null) : null);
  }

  private Op merge(BranchName target) {
    BranchName source = known.branch();
    for (int i = 0; i < 3 && source.equals(target); i++) {
      source = known.branch();
    }
    boolean drops = random.nextInt(3) == 0 && !source.equals(target);
    return new Op.Merge(source, side(), drops && !source.equals(BranchName.MAIN));
  }

  private Op pick(boolean reverts, BranchName of, BranchName target) {
    Optional<CommitId> commit = known.commit(of);
    return commit.isPresent() ? new Op.Pick(reverts, of, commit.get(), side()) : raise(target);
  }

  private Op restore(BranchName branch) {
    Optional<CommitId> commit = known.commit(branch);
    return commit.isPresent() ? new Op.Restore(commit.get()) : raise(branch);
  }

  private Side side() {
    return Side.values()[random.nextInt(3)];
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
