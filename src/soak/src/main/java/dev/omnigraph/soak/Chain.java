package dev.omnigraph.soak;

import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.BranchObject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One branch: a later one of its name is another. Its chain is its parent's up to the fork. */
final class Chain {
  static final long NEVER = Long.MAX_VALUE;

  private final BranchName name;
  private final TreeMap<Long, Commit> own = new TreeMap<>();
  private BranchObject object;
  private @Nullable Commit fork;
  private long pending = NEVER;
  private long live = NEVER;
  private long ended = NEVER;
  private long dropped = NEVER;

  /**
   * @param fork the commit that it starts from; null for main
   */
  Chain(BranchObject object, @Nullable Commit fork) {
    this.name = object.name();
    this.object = object;
    this.fork = fork;
  }

  /**
   * Its object was put.
   *
   * @param from of its lineage; a creator that found a newer head moves it
   */
  void became(BranchObject next, @Nullable Commit from, long at) {
    object = next;
    fork = from;
    switch (next.status()) {
      case PENDING -> pending = Math.min(pending, at);
      case LIVE -> live = Math.min(live, at);
      case DELETED -> dropped = Math.min(dropped, at);
    }
  }

  void add(Commit commit) {
    own.put(commit.seq(), commit);
    if (commit.record().isTerminal()) {
      ended = commit.at();
    }
  }

  BranchName name() {
    return name;
  }

  BranchObject object() {
    return object;
  }

  @Nullable Commit fork() {
    return fork;
  }

  /** When it became one that everybody sees. */
  long live() {
    return live;
  }

  /** Whether somebody began to make it, and gave up or was given up. */
  boolean isUnborn() {
    return live == NEVER && dropped != NEVER;
  }

  boolean isLive(long at) {
    return live <= at && at < ended;
  }

  /** Whether it is live for an instant of a time, both ends included. */
  boolean isLive(long from, long through) {
    return live <= through && from < ended;
  }

  /** Whether its name is not free for an instant of a time. */
  boolean isThere(long from, long through) {
    return Math.min(pending, live) <= through && from < Math.min(ended, dropped);
  }

  /** The newest commit at an instant. */
  @Nullable Commit head(long at) {
    Commit head = fork;
    for (Commit commit : own.values()) {
      if (commit.at() > at) {
        break;
      }
      head = commit;
    }
    return head;
  }

  /** Every commit that was the newest at some instant of a time at which it lives. */
  Map<Long, Commit> heads(long from, long through) {
    Map<Long, Commit> heads = new TreeMap<>();
    Commit first = head(Math.max(from, live));
    if (isLive(from, through) && first != null) {
      heads.put(first.seq(), first);
      own.forEach(
          (seq, commit) -> {
            if (commit.at() > from && commit.at() <= through && !commit.record().isTerminal()) {
              heads.put(seq, commit);
            }
          });
    }
    return heads;
  }

  /** Its own commits and those from before the fork. */
  Optional<Commit> at(long seq) {
    Commit commit = own.get(seq);
    for (Commit at = fork; commit == null && at != null && at.seq() >= seq; at = at.parent()) {
      commit = at.seq() == seq ? at : null;
    }
    return Optional.ofNullable(commit);
  }

  boolean has(Commit commit) {
    return at(commit.seq()).filter(own -> own == commit).isPresent();
  }

  /** Whether it is one of its own, and not its parent's. */
  boolean isOwn(Commit commit) {
    return own.get(commit.seq()) == commit;
  }

  /** Those that are not its parent's. */
  Iterable<Commit> own() {
    return own.values();
  }
}
