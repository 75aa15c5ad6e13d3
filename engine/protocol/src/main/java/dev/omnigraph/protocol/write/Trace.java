package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.CommitListener;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.CommitReport.Changes;
import dev.omnigraph.commit.SweepReport;
import dev.omnigraph.store.IoStats;
import java.util.function.Supplier;

/** Counts what one write does, and tells the listener. */
public final class Trace {
  private final CommitListener listener;
  private final SweepReport recovery;
  private final Supplier<IoStats> io;
  private String operationId = "";
  private int starts;
  private int attempts;
  private int lostRaces;

  Trace(CommitListener listener, SweepReport recovery, Supplier<IoStats> io) {
    this.listener = listener;
    this.recovery = recovery;
    this.io = io;
  }

  void starting(String id) {
    operationId = id;
    starts++;
  }

  void arming() {
    listener.arming(operationId);
  }

  void publishing(long seq) {
    attempts++;
    listener.publishing(operationId, seq);
  }

  void lostRace(long seq) {
    lostRaces++;
    listener.lostRace(operationId, seq);
  }

  CommitReport report(Changes changes) {
    return new CommitReport(operationId, starts, attempts, lostRaces, recovery, io.get(), changes);
  }
}
