package dev.omnigraph.soak;

import dev.omnigraph.testkit.CountingS3;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One graph, written under fire for a while by processes, then checked. */
final class Round {
  private final CountingS3 server;
  private final WorkerPool pool;
  private final Mischief mischief;
  private final Commands commands;
  private final Settings settings;
  private final String bucket;
  private final SplittableRandom random;
  private final Workload workload;
  private final Queue<Attempt> history = new ConcurrentLinkedQueue<>();
  private final Queue<Attempt> unanswered = new ConcurrentLinkedQueue<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final AtomicInteger frozen = new AtomicInteger();
  private final Semaphore permits;
  private final Tally tally = new Tally();
  private int actors;

  Round(
      CountingS3 server,
      WorkerPool pool,
      Mischief mischief,
      Commands commands,
      Settings settings,
      String bucket,
      long seed) {
    this.server = server;
    this.pool = pool;
    this.mischief = mischief;
    this.commands = commands;
    this.settings = settings;
    this.bucket = bucket;
    this.random = new SplittableRandom(seed);
    Mix mix = Mix.UNDER_FIRE.get(random.nextInt(Mix.UNDER_FIRE.size()));
    this.workload = new Workload(random.split(), mix);
    this.permits = new Semaphore(settings.writers());
  }

  Tally tally() {
    return tally;
  }

  /** In the order of replies. */
  List<Attempt> history() {
    return List.copyOf(history);
  }

  /** Runs for so long, then until everything has come to its end; returns what does not fit. */
  List<String> run(Duration duration) throws InterruptedException {
    server.createBucket(bucket);
    Log log = new Log(server, bucket);
    commands.create(bucket);
    Attempt founding = Inspection.ask(commands, bucket, log, workload.founding(), "founder");
    history.add(founding);
    workload.saw(new Task(founding.branch(), founding.op()), founding.reply());
    mischief.forget();
    server.oppose(mischief);
    try (ExecutorService drivers = Executors.newCachedThreadPool()) {
      long end = System.nanoTime() + duration.toNanos();
      while (System.nanoTime() < end) {
        permits.acquire();
        WorkerProcess worker = pool.take();
        Delivery delivery = next(log, worker);
        drivers.execute(() -> deliver(delivery));
      }
    }
    tally.addAll(mischief.tally());
    return checked(log);
  }

  /** One delivery, all that chance decides of it already decided. */
  private record Delivery(
      Log log,
      Task task,
      String actor,
      @Nullable String key,
      WorkerProcess worker,
      Deed deed,
      Moment moment,
      boolean byClock,
      Duration after,
      Duration freeze,
      boolean last) {}

  private Delivery next(Log log, WorkerProcess worker) {
    @Nullable Attempt again = random.nextInt(3) == 0 ? unanswered.poll() : null;
    Task task = again != null ? new Task(again.branch(), again.op()) : workload.next();
    Op op = task.op();
    String actor = again != null ? again.actor() : "op-" + ++actors;
    @Nullable String key =
        again != null
            ? again.key()
            : op.isLogical() && random.nextInt(3) == 0 ? "key-" + actor : null;
    Duration shortest = settings.shortestFreeze();
    long longer = settings.freeze().minus(shortest).toMillis();
    return new Delivery(
        log,
        task,
        actor,
        key,
        worker,
        deed(),
        moment(op),
        random.nextInt(6) == 0,
        Duration.ofMillis(random.nextLong(200)),
        shortest.plusMillis(random.nextLong(longer)),
        random.nextInt(4) == 0);
  }

  /** One that is likely to come. */
  private Moment moment(Op op) {
    if (op.isRead()) {
      return new Moment(Moment.Kind.ANY, 1 + random.nextInt(6));
    }
    if (random.nextInt(3) == 0) {
      return new Moment(Moment.Kind.ANY, 1 + random.nextInt(28));
    }
    Moment.Kind[] kinds = Moment.Kind.values();
    return new Moment(kinds[random.nextInt(kinds.length)], random.nextInt(5) == 0 ? 2 : 1);
  }

  private Deed deed() {
    if (random.nextInt(100) < settings.kills()) {
      return List.of(Deed.KILL_BEFORE, Deed.KILL_AFTER, Deed.KILL_LANDS_LATE)
          .get(random.nextInt(3));
    }
    int dice = random.nextInt(10);
    if (dice < 5) {
      return Deed.NOTHING;
    } else if (dice < 6) {
      return Deed.LOSE_ANSWER;
    } else if (frozen.get() >= settings.frozen()) {
      return Deed.NOTHING;
    }
    return List.of(Deed.FREEZE_AFTER, Deed.FREEZE_BEFORE, Deed.FREEZE_LANDS_LATE, Deed.FREEZE_LOSES)
        .get(random.nextInt(4));
  }

  private void deliver(Delivery delivery) {
    AtomicBoolean released = new AtomicBoolean();
    AtomicBoolean wasFrozen = new AtomicBoolean();
    Runnable release =
        () -> {
          if (released.compareAndSet(false, true)) {
            permits.release();
          }
        };
    Runnable onFreeze =
        () -> {
          wasFrozen.set(true);
          frozen.incrementAndGet();
          release.run();
        };
    WorkerProcess worker = delivery.worker();
    Task task = delivery.task();
    try {
      Mischief.Plan plan = plan(delivery, onFreeze);
      long from = delivery.log().now();
      Optional<Reply> reply =
          worker.run(task.op().command(bucket, task.branch(), delivery.actor(), delivery.key()));
      plan.over();
      note(delivery, from, reply.orElse(null), wasFrozen.get());
      if (reply.isEmpty() && !plan.killed()) {
        violations.add(task + " ended its process");
      }
      // It may have been killed as it answered.
      if (reply.isEmpty() || plan.killed() || delivery.last()) {
        pool.retire(worker);
      } else {
        pool.giveBack(worker);
      }
    } catch (RuntimeException e) {
      violations.add(task + " could not be delivered: " + e);
      pool.retire(worker);
    } finally {
      if (wasFrozen.get()) {
        frozen.decrementAndGet();
      }
      release.run();
    }
  }

  private Mischief.Plan plan(Delivery delivery, Runnable onFreeze) {
    boolean reads = delivery.task().op().isRead();
    return delivery.byClock() && delivery.deed() != Deed.LOSE_ANSWER
        ? mischief.plan(
            delivery.worker(),
            reads,
            delivery.deed(),
            delivery.after(),
            delivery.freeze(),
            onFreeze)
        : mischief.plan(
            delivery.worker(),
            reads,
            delivery.deed(),
            delivery.moment(),
            delivery.freeze(),
            onFreeze);
  }

  private void note(Delivery delivery, long from, @Nullable Reply reply, boolean thawed) {
    Attempt attempt =
        new Attempt(
            delivery.task().op(),
            delivery.task().branch(),
            delivery.actor(),
            delivery.key(),
            from,
            reply == null ? Long.MAX_VALUE : delivery.log().now(),
            reply);
    history.add(attempt);
    workload.saw(delivery.task(), reply);
    boolean unknown = reply instanceof Reply.Failed f && f.code().equals("outcome_unknown");
    if (attempt.key() != null && (reply == null || unknown)) {
      unanswered.add(attempt);
    }
    tally.add("operations", 1);
    if (thawed && reply != null) {
      tally.add("answered after a freeze", 1);
    }
    switch (reply) {
      case null -> tally.add("no answer", 1);
      case Reply.Done done -> tally.add(done.replayed() ? "replayed" : "acknowledged", 1);
      case Reply.Merged merged -> tally.add(merged.replayed() ? "replayed" : "acknowledged", 1);
      case Reply.Rows _ -> tally.add("reads answered", 1);
      case Reply.Failed failed -> tally.add("refused: " + failed.code(), 1);
    }
  }

  private List<String> checked(Log log) {
    server.clearFaults();
    violations.addAll(mischief.offences());
    Inspection inspection = new Inspection(commands, bucket, log, settings.writeTime(), tally);
    violations.addAll(inspection.of(history, mischief.recovered()));
    return new ArrayList<>(violations);
  }
}
