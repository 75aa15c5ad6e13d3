package dev.omnigraph.soak;

import dev.omnigraph.testkit.Adversary;
import dev.omnigraph.testkit.Fault;
import dev.omnigraph.testkit.S3Request;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Kills and freezes workers exactly when their requests arrive, and watches from the server's side
 * what they may not do.
 */
final class Mischief implements Adversary, AutoCloseable {
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final Map<String, Plan> plans = new ConcurrentHashMap<>();
  private final Map<String, Plan> armed = new ConcurrentHashMap<>();
  private final Set<String> recovered = ConcurrentHashMap.newKeySet();
  private final Queue<String> offences = new ConcurrentLinkedQueue<>();
  private volatile Tally tally = new Tally();

  /** What is in store for one delivery. */
  final class Plan {
    private final WorkerProcess worker;
    private final boolean reads;
    private final Deed deed;
    private final @Nullable Moment moment;
    private final Duration after;
    private final Duration freeze;
    private final Runnable onFreeze;
    private final AtomicBoolean begun = new AtomicBoolean();
    private int seen;
    private boolean done;
    private boolean killed;

    private Plan(
        WorkerProcess worker,
        boolean reads,
        Deed deed,
        @Nullable Moment moment,
        Duration after,
        Duration freeze,
        Runnable onFreeze) {
      this.worker = worker;
      this.reads = reads;
      this.deed = deed;
      this.moment = moment;
      this.after = after;
      this.freeze = freeze;
      this.onFreeze = onFreeze;
    }

    /** The clock starts with the first request: what is struck is an operation, not its start. */
    private void began() {
      if (begun.compareAndSet(false, true) && moment == null) {
        clock.schedule(this::strikeNow, after.toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    /** What happens to a request, if anything does. */
    private synchronized Optional<Fault> meets(S3Request request) {
      boolean strikes =
          moment != null
              && deed != Deed.NOTHING
              && moment.kind().fits(request)
              && ++seen == moment.count()
              && !done;
      done |= strikes;
      return strikes ? strike(request) : Optional.empty();
    }

    private void kill(String when) {
      killed = true;
      tally.add("kills", 1);
      tally.add("kills " + when, 1);
      Signals.kill(worker.process());
    }

    private void stop() {
      tally.add("freezes", 1);
      Signals.stop(worker.process());
      onFreeze.run();
      clock.schedule(
          () -> Signals.resume(worker.process()), freeze.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Optional<Fault> strike(S3Request request) {
      String when = "at " + Moment.Kind.of(request).name().toLowerCase(Locale.ROOT);
      return switch (deed) {
        case NOTHING -> Optional.empty();
        case KILL_BEFORE -> {
          kill(when);
          yield Optional.of(new Fault.Reset());
        }
        case KILL_AFTER -> {
          kill(when);
          yield Optional.empty();
        }
        case KILL_LANDS_LATE -> {
          kill(when);
          yield Optional.of(new Fault.LandLate(after(freeze), new CompletableFuture<>()));
        }
        case FREEZE_AFTER -> {
          stop();
          yield Optional.empty();
        }
        case FREEZE_BEFORE -> {
          stop();
          yield Optional.of(new Fault.Park(after(freeze.plusMillis(50))));
        }
        case FREEZE_LANDS_LATE -> {
          stop();
          yield Optional.of(new Fault.Park(after(freeze.multipliedBy(3).dividedBy(4))));
        }
        case FREEZE_LOSES -> {
          stop();
          yield Optional.of(new Fault.Reset());
        }
        case LOSE_ANSWER -> Optional.of(new Fault.LoseAnswer());
      };
    }

    /** By the clock instead of by a request. */
    private synchronized void strikeNow() {
      if (!done) {
        done = true;
        if (deed.kills()) {
          kill("by the clock");
        } else if (deed.freezes()) {
          stop();
        }
      }
    }

    /** Whether its process was; once the delivery is over, it stays so. */
    synchronized boolean killed() {
      return killed;
    }

    /** Nothing more happens to this delivery: who is just being struck has been. */
    synchronized void over() {
      done = true;
      plans.remove(worker.accessKey(), this);
    }
  }

  /**
   * Plans for the next delivery to a worker.
   *
   * @param moment the request at which it happens
   * @param freeze how long a stopped process stays so
   * @param onFreeze told when it is stopped
   */
  Plan plan(
      WorkerProcess worker,
      boolean reads,
      Deed deed,
      Moment moment,
      Duration freeze,
      Runnable onFreeze) {
    Plan plan = new Plan(worker, reads, deed, moment, Duration.ZERO, freeze, onFreeze);
    plans.put(worker.accessKey(), plan);
    return plan;
  }

  /** The same, by the clock: so long after its first request. */
  Plan plan(
      WorkerProcess worker,
      boolean reads,
      Deed deed,
      Duration after,
      Duration freeze,
      Runnable onFreeze) {
    Plan plan = new Plan(worker, reads, deed, null, after, freeze, onFreeze);
    plans.put(worker.accessKey(), plan);
    return plan;
  }

  @Override
  public Optional<Fault> meets(S3Request request) {
    Plan plan = request.accessKey().map(plans::get).orElse(null);
    watch(request, plan);
    if (plan != null) {
      plan.began();
    }
    return plan != null ? plan.meets(request) : Optional.empty();
  }

  /** Kills, by what they hit, and freezes. */
  Tally tally() {
    return tally;
  }

  /** Names of sidecars that others than their writers deleted. */
  Set<String> recovered() {
    return Set.copyOf(recovered);
  }

  /** What was seen that may not be. */
  Queue<String> offences() {
    return offences;
  }

  /** Forgets what was watched. */
  void forget() {
    armed.clear();
    recovered.clear();
    offences.clear();
    tally = new Tally();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private void watch(S3Request request, @Nullable Plan plan) {
    if (plan != null && plan.reads && !request.method().matches("GET|HEAD")) {
      offences.add("a read sent " + request.method() + " " + request.key());
    }
    if (Moment.Kind.ARM.fits(request) && plan != null) {
      armed.putIfAbsent(request.key(), plan);
    }
    if (Moment.Kind.UNARM.fits(request)
        && request.key().contains("/__recovery/")
        && armed.get(request.key()) != plan) {
      recovered.add(request.key());
    }
  }

  private CompletableFuture<Void> after(Duration duration) {
    CompletableFuture<Void> future = new CompletableFuture<>();
    clock.schedule(
        () -> {
          Thread.ofVirtual().start(() -> future.complete(null));
        },
        duration.toMillis(),
        TimeUnit.MILLISECONDS);
    return future;
  }
}
