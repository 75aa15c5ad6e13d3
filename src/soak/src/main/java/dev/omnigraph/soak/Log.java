package dev.omnigraph.soak;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.testkit.CountingS3;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened to one graph, in the one order in which the server did it, taken down behind the
 * API's back: at any instant it is known exactly which record of which branch is the newest.
 */
final class Log {
  private static final String ROOT = Commands.GRAPH + "/";

  private final CountingS3 server;
  private final String bucket;
  private final List<Put> puts = new ArrayList<>();
  private final Map<OperationId, AuditEntry> audits = new TreeMap<>();

  /** Follows a bucket that is still empty. */
  Log(CountingS3 server, String bucket) {
    this.server = server;
    this.bucket = bucket;
    server.watch(bucket, this::put);
  }

  /**
   * @param key below the graph's root
   */
  private record Put(String key, byte[] body) {
    Event event() {
      if (key.equals(ObjectKeys.HORIZON)) {
        return new Event.Raised(Horizon.decode(body));
      }
      return key.startsWith(ObjectKeys.BRANCHES)
          ? new Event.Branched(BranchObject.decode(key, body))
          : new Event.Published(RecordCodec.decode(key, body));
    }
  }

  private synchronized void put(String name, byte[] body) {
    if (!name.startsWith(ROOT)) {
      return;
    }
    String key = name.substring(ROOT.length());
    if (key.startsWith(ObjectKeys.AUDITS)) {
      AuditEntry entry = AuditEntry.decode(key, body);
      audits.put(entry.operationId(), entry);
    } else if (key.equals(ObjectKeys.HORIZON)
        || key.startsWith(ObjectKeys.BRANCHES)
        || ObjectKeys.recordOf(key).isPresent()) {
      puts.add(new Put(key, body));
    }
  }

  /** How many events there have been: an instant of the graph. */
  synchronized long now() {
    return puts.size();
  }

  /** All events, that of instant 1 first. */
  synchronized List<Event> events() {
    return puts.stream().map(Put::event).toList();
  }

  /** What is in flight, or left, as far as the store knows. */
  List<String> sidecars() {
    return server.objects(bucket).keySet().stream()
        .filter(key -> key.startsWith(ROOT + ObjectKeys.SIDECARS))
        .toList();
  }

  /** By operation id; also what a cleanup has deleted since. */
  synchronized Map<OperationId, AuditEntry> audits() {
    return new TreeMap<>(audits);
  }
}
