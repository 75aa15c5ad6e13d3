package dev.omnigraph.protocol.log;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.TextKind;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.TextsHash;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.manifest.TextsInForce;
import dev.omnigraph.protocol.object.Parallel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The texts that one operation needs. What it is known to want is read beside the opening of its
 * branch, so that nothing waits for it; the rest when it is asked for. Policies are those that main
 * has at some time after the operation began, whatever state of whatever branch it is about: so a
 * right that was taken away before is gone.
 */
public final class TextReading implements AutoCloseable {
  private final StoredTexts stored;
  private final Opener opener;
  private final BranchLog log;
  private final Parallel parallel;
  private final Set<TextKind> wanted;
  private final Map<TextsHash, CompletableFuture<Texts>> started = new ConcurrentHashMap<>();
  private volatile @Nullable CompletableFuture<Texts> ofMain;

  TextReading(
      StoredTexts stored, Opener opener, BranchLog log, Parallel parallel, Set<TextKind> wanted) {
    this.stored = stored;
    this.opener = opener;
    this.log = log;
    this.parallel = parallel;
    this.wanted = Set.copyOf(wanted);
  }

  /**
   * Before anything is read.
   *
   * @param isMain whether the operation proves the newest state of main in any case
   */
  public void begin(boolean isMain) {
    if (wanted.contains(TextKind.POLICY) && !isMain) {
      ofMain = parallel.start(this::readOfMain);
    }
  }

  /** As soon as the state is known that is probably newest. */
  public void expect(Head hinted) {
    TextsInForce texts = hinted.state().texts();
    if (wanted.contains(TextKind.QUERIES)) {
      start(texts.queries());
    }
    if (wanted.contains(TextKind.POLICY) && ofMain == null) {
      start(texts.policy());
    }
  }

  /** The stored queries of a state. */
  Texts queries(Head head) {
    return get(head.state().texts().queries());
  }

  /**
   * The policies of the graph.
   *
   * @param newest the head that was proven since the operation began, of whichever branch
   */
  Texts policy(Head newest) {
    CompletableFuture<Texts> reading = ofMain;
    if (reading != null) {
      return Parallel.join(reading);
    }
    return wanted.contains(TextKind.POLICY) ? get(newest.state().texts().policy()) : readOfMain();
  }

  private Texts readOfMain() {
    Head hinted = opener.hinted(BranchName.MAIN);
    start(hinted.state().texts().policy());
    Head head = hinted.at(log.advance(Seam.OPEN_PROBE, hinted.state()));
    return get(head.state().texts().policy());
  }

  private void start(TextsHash hash) {
    if (!hash.equals(TextsHash.NONE)) {
      started.computeIfAbsent(hash, h -> parallel.start(() -> stored.get(h)));
    }
  }

  private Texts get(TextsHash hash) {
    CompletableFuture<Texts> reading = started.get(hash);
    return reading == null ? stored.get(hash) : Parallel.join(reading);
  }

  /** Waits for what was started, so that nothing runs on. */
  @Override
  public void close() {
    CompletableFuture<Texts> reading = ofMain;
    if (reading != null) {
      Parallel.settle(reading);
    }
    started.values().forEach(Parallel::settle);
  }
}
