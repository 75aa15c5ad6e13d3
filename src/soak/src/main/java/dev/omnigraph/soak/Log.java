package dev.omnigraph.soak;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.testkit.CountingS3;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The log of a branch, read out of the server behind the API's back: at any instant it is known
 * exactly which record is the newest.
 */
final class Log {
  private static final String ROOT = Commands.GRAPH + "/";

  private final CountingS3 server;
  private final String bucket;
  private final BranchId branchId;
  private final AtomicLong head = new AtomicLong();
  private final Map<OperationId, AuditEntry> audits = new ConcurrentHashMap<>();

  Log(CountingS3 server, String bucket, BranchName branch) {
    this.server = server;
    this.bucket = bucket;
    String key = ObjectKeys.branch(branch);
    BranchObject object = BranchObject.decode(key, server.object(bucket, ROOT + key).orElseThrow());
    this.branchId = object.branchId();
  }

  /** The seq of the newest record now. */
  long head() {
    long known = head.get();
    long newest = known;
    while (server.object(bucket, ROOT + ObjectKeys.record(branchId, newest + 1)).isPresent()) {
      newest++;
    }
    head.accumulateAndGet(newest, Math::max);
    return newest;
  }

  /** All records, the first at index 0. */
  List<ManifestRecord> records() {
    List<ManifestRecord> records = new ArrayList<>();
    for (long seq = 1; seq <= head(); seq++) {
      String key = ObjectKeys.record(branchId, seq);
      records.add(RecordCodec.decode(key, server.object(bucket, ROOT + key).orElseThrow()));
    }
    return records;
  }

  /** What is in flight, or left, as far as the store knows. */
  List<String> sidecars() {
    return server.objects(bucket).keySet().stream()
        .filter(key -> key.startsWith(ROOT + ObjectKeys.SIDECARS))
        .toList();
  }

  /** By operation id; also what a cleanup has deleted since it was seen here. */
  Map<OperationId, AuditEntry> audits() {
    server
        .objects(bucket)
        .forEach(
            (name, body) -> {
              if (name.startsWith(ROOT + "__audit/")) {
                AuditEntry entry = AuditEntry.decode(name.substring(ROOT.length()), body);
                audits.put(entry.operationId(), entry);
              }
            });
    return new TreeMap<>(audits);
  }
}
