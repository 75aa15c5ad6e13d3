package dev.omnigraph.soak;

import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.testkit.PlainMerge.Side;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is asked to do. Every write that makes a commit leaves a token or a value that no
 * other leaves, so that a lost or doubled one shows.
 */
sealed interface Op {

  /** Inserts or replaces a person; the email may be somebody else's. */
  record Add(String name, @Nullable String email, String token) implements Op {}

  /** Inserts an entity without key, which no rival can disturb. */
  record Note(String token) implements Op {}

  /** Inserts or replaces an edge whose ends may not be there. */
  record Befriend(String from, String to, String token) implements Op {}

  /** The same, with a limit to the edges of one source. */
  record Own(String person, String counter, String token) implements Op {}

  /** Deletes a person, and with it its edges. */
  record Dismiss(String name) implements Op {}

  /** Changes a counter from one value to another, or nothing. */
  record Raise(String counter, long expected, long value) implements Op {}

  /** Inserts or replaces several entities of several types in one commit. */
  record Upsert(List<Op> rows) implements Op {
    public Upsert {
      rows = List.copyOf(rows);
    }
  }

  /** A row of an upsert. */
  record Put(String counter, long value) implements Op {}

  /** Inserts people who must not be there yet, in one commit. */
  record Append(List<Add> rows) implements Op {
    public Append {
      rows = List.copyOf(rows);
    }
  }

  /**
   * Makes a branch.
   *
   * @param commit that it starts from; null for the newest
   */
  record Fork(BranchName from, @Nullable CommitId commit) implements Op {}

  /** Deletes a branch. */
  record Drop() implements Op {}

  /**
   * Merges a branch into another.
   *
   * @param deletes whether the source is deleted after it
   */
  record Merge(BranchName source, Side prefer, boolean deletes) implements Op {}

  /**
   * Does on a branch what a commit did, or undoes it.
   *
   * @param of the branch that has the commit
   */
  record Pick(boolean reverts, BranchName of, CommitId commit, Side prefer) implements Op {}

  /** Brings a branch back to one of its commits. */
  record Restore(CommitId commit) implements Op {}

  /** Compacts tables and completes indexes. */
  record Optimize() implements Op {}

  /**
   * Changes the schema.
   *
   * @param larger to which of the town's two
   */
  record Evolve(boolean larger) implements Op {}

  /** Deletes what is older than a retention, and what killed writers left. */
  record CleanUp() implements Op {
    /** Longer than any operation takes, freezes included, and short enough to find something. */
    static final Duration RETENTION = Duration.ofSeconds(30);
  }

  /**
   * Asks one of the town's queries.
   *
   * @param argument its only one, or null
   */
  record Read(String query, @Nullable String argument) implements Op {}

  default boolean isRead() {
    return this instanceof Read;
  }

  /** Whether a commit of it changes entities. */
  default boolean isLogical() {
    return switch (this) {
      case Read _, Optimize _, Evolve _, CleanUp _, Fork _, Drop _ -> false;
      case Add _, Note _, Befriend _, Own _, Dismiss _, Raise _, Upsert _, Put _, Append _ -> true;
      case Merge _, Pick _, Restore _ -> true;
    };
  }

  /**
   * What a worker is told.
   *
   * @param branch that is written, read, made or deleted
   */
  default Command command(String bucket, BranchName branch, String actor, @Nullable String key) {
    return switch (this) {
      case Add(String name, String email, String token) ->
          mutate(
              bucket,
              "add",
              args("name", name, "email", email, "token", token),
              branch,
              actor,
              key);
      case Note(String token) ->
          mutate(bucket, "note", args("text", token, "at", Town.place(token)), branch, actor, key);
      case Befriend(String from, String to, String token) ->
          mutate(
              bucket, "befriend", args("from", from, "to", to, "token", token), branch, actor, key);
      case Own(String from, String to, String token) ->
          mutate(bucket, "own", args("from", from, "to", to, "token", token), branch, actor, key);
      case Dismiss(String name) ->
          mutate(bucket, "dismiss", args("name", name), branch, actor, key);
      case Raise(String name, long expected, long value) ->
          mutate(
              bucket,
              "raise",
              args("name", name, "expected", expected, "value", value),
              branch,
              actor,
              key);
      case Upsert upsert -> load(bucket, "MERGE", lines(upsert.rows()), branch, actor, key);
      case Append append -> load(bucket, "APPEND", lines(append.rows()), branch, actor, key);
      case Put put -> throw new IllegalStateException("only a row of a load: " + put);
      case Fork(BranchName from, CommitId commit) ->
          versions(
              bucket,
              "fork",
              args("from", from.text(), "commit", text(commit)),
              branch,
              actor,
              null);
      case Drop _ -> versions(bucket, "drop", Map.of(), branch, actor, null);
      case Merge(BranchName source, Side prefer, boolean deletes) ->
          versions(
              bucket,
              deletes ? "merge and drop" : "merge",
              args("from", source.text(), "prefer", prefer.name()),
              branch,
              actor,
              key);
      case Pick(boolean reverts, BranchName of, CommitId commit, Side prefer) ->
          versions(
              bucket,
              reverts ? "revert" : "pick",
              args("from", of.text(), "commit", commit.text(), "prefer", prefer.name()),
              branch,
              actor,
              key);
      case Restore(CommitId commit) ->
          versions(bucket, "restore", args("commit", commit.text()), branch, actor, key);
      case Optimize _ -> new Command(bucket, "optimize", "", Map.of(), "", branch, actor, null);
      case CleanUp _ ->
          new Command(
              bucket, "cleanup", CleanUp.RETENTION.toString(), Map.of(), "", branch, actor, null);
      case Evolve(boolean larger) ->
          new Command(
              bucket,
              "evolve",
              "",
              Map.of(),
              larger ? Town.LARGER_SCHEMA : Town.SCHEMA,
              branch,
              actor,
              null);
      case Read(String query, String argument) ->
          new Command(bucket, "query", query, argument(query, argument), "", branch, actor, null);
    };
  }

  private static Map<String, @Nullable Object> argument(String query, @Nullable String argument) {
    String name =
        switch (query) {
          case "holder" -> "email";
          case "noted", "tokens" -> "words";
          default -> "name";
        };
    return argument == null ? Map.of() : args(name, argument);
  }

  private static Command mutate(
      String bucket,
      String query,
      Map<String, @Nullable Object> arguments,
      BranchName branch,
      String actor,
      @Nullable String key) {
    return new Command(bucket, "mutate", query, arguments, "", branch, actor, key);
  }

  private static Command versions(
      String bucket,
      String verb,
      Map<String, @Nullable Object> arguments,
      BranchName branch,
      String actor,
      @Nullable String key) {
    return new Command(bucket, verb, "", arguments, "", branch, actor, key);
  }

  private static @Nullable String text(@Nullable CommitId commit) {
    return commit == null ? null : commit.text();
  }

  private static Command load(
      String bucket,
      String mode,
      String lines,
      BranchName branch,
      String actor,
      @Nullable String key) {
    return new Command(bucket, "load", mode, Map.of(), lines, branch, actor, key);
  }

  private static String lines(List<? extends Op> rows) {
    StringBuilder lines = new StringBuilder();
    for (Op row : rows) {
      lines.append(
          switch (row) {
            case Add(String name, String email, String token) ->
                Town.personLine(name, email, token);
            case Put(String counter, long value) -> Town.counterLine(counter, value);
            case Befriend(String from, String to, String token) ->
                Town.edgeLine(Town.KNOWS, from, to, token);
            case Own(String from, String to, String token) ->
                Town.edgeLine(Town.OWNS, from, to, token);
            default -> throw new IllegalStateException("not a row: " + row);
          });
    }
    return lines.toString();
  }

  private static Map<String, @Nullable Object> args(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      arguments.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return arguments;
  }
}
