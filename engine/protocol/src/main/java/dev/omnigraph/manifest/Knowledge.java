package dev.omnigraph.manifest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.id.BranchId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a state knows of logs other than its own: of each of them everything up to some seq. That is
 * the lineage, what merges brought, and runs of what they brought long ago; of a log that is in
 * several of these places, the greatest seq counts.
 *
 * @param lineage the states that the branch was forked from, its parent's first
 * @param recent what merges brought and no run has yet, oldest first; a few dozen at most, unless
 *     the store refused a run
 * @param runs in objects of their own, oldest first
 */
public record Knowledge(List<CommitPoint> lineage, List<Learned> recent, List<KnownRun> runs) {
  /** Of a branch without a parent that has merged nothing. */
  public static final Knowledge NONE = new Knowledge(List.of(), List.of(), List.of());

  public Knowledge {
    lineage = List.copyOf(lineage);
    recent = List.copyOf(recent);
    runs = List.copyOf(runs);
  }

  /**
   * A log, and up to where it is known.
   *
   * @param at the seq of the own chain that brought it: every state from there on knows as much
   */
  public record Learned(CommitPoint point, long at) {
    public BranchId branchId() {
      return point.branchId();
    }

    /** The one that says more; of equal ones the earlier. */
    Learned max(Learned other) {
      if (point.seq() != other.point.seq()) {
        return point.seq() > other.point.seq() ? this : other;
      }
      return at <= other.at ? this : other;
    }

    void write(JsonGenerator out) throws IOException {
      point.write(out);
      out.writeNumberField("at", at);
    }

    static Learned read(Fields in) {
      return new Learned(CommitPoint.read(in), in.count("at"));
    }
  }

  /**
   * What a record says when entries have left the state.
   *
   * @param upTo all that came with records up to this seq, which may be its own, are in runs
   * @param runs all in force from this record on
   */
  public record Spill(long upTo, List<KnownRun> runs) {
    public Spill {
      runs = List.copyOf(runs);
    }
  }

  /** What entries say together: of each log the greatest seq. */
  public static Map<BranchId, Learned> greatest(List<Learned> entries) {
    Map<BranchId, Learned> greatest = new HashMap<>();
    entries.forEach(entry -> greatest.merge(entry.branchId(), entry, Learned::max));
    return greatest;
  }

  /** What a merge brings to a state, at a seq of its chain. */
  public static List<Learned> brought(CommitPoint merged, List<CommitPoint> learned, long at) {
    List<Learned> brought = new ArrayList<>();
    brought.add(new Learned(merged, at));
    learned.forEach(point -> brought.add(new Learned(point, at)));
    return brought;
  }

  /** The same after the record that follows. */
  Knowledge after(ManifestRecord next) {
    if (next.merged() == null && next.spill() == null) {
      return this;
    }
    List<Learned> after = new ArrayList<>(recent);
    if (next.merged() != null) {
      brought(next.merged(), next.learned(), next.seq()).forEach(entry -> add(after, entry));
    }
    Spill spill = next.spill();
    if (spill == null) {
      return new Knowledge(lineage, after, runs);
    }
    after.removeIf(entry -> entry.at() <= spill.upTo());
    return new Knowledge(lineage, after, spill.runs());
  }

  private static void add(List<Learned> entries, Learned added) {
    for (Learned entry : entries) {
      if (entry.branchId().equals(added.branchId())) {
        if (entry.max(added) == entry) {
          return;
        }
        entries.remove(entry);
        break;
      }
    }
    entries.add(added);
  }

  /**
   * Of a branch that starts at a state.
   *
   * @param point of that state
   */
  Knowledge forkedAt(CommitPoint point) {
    List<CommitPoint> line = new ArrayList<>();
    line.add(point);
    lineage.stream().filter(fork -> fork.seq() < point.seq()).forEach(line::add);
    return new Knowledge(line, recent, runs);
  }

  void write(JsonGenerator out) throws IOException {
    CommitPoint.write(out, "lineage", lineage);
    if (!recent.isEmpty()) {
      out.writeArrayFieldStart("recent");
      for (Learned entry : recent) {
        out.writeStartObject();
        entry.write(out);
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    KnownRun.write(out, runs);
  }

  static Knowledge read(@Nullable Fields in) {
    if (in == null) {
      return NONE;
    }
    Knowledge known =
        new Knowledge(
            in.objects("lineage", CommitPoint::read),
            in.objects("recent", Learned::read),
            in.objects("runs", KnownRun::read));
    in.end();
    return known;
  }

  static @Nullable Spill readSpill(@Nullable Fields in) {
    if (in == null) {
      return null;
    }
    Spill spill = new Spill(in.count("up_to"), in.objects("runs", KnownRun::read));
    in.end();
    return spill;
  }
}
