package dev.omnigraph.manifest;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * By branch id, the seq below which data may be gone: {@link Keys#HORIZON}, written by cleanup
 * only.
 *
 * @param nonce fresh in every write
 */
public record Horizon(SortedMap<String, Long> seqs, String nonce) {
  /** Of a graph that was never cleaned up. */
  public static final Horizon NONE = new Horizon(Collections.emptySortedMap(), "");

  public Horizon {
    seqs = Collections.unmodifiableSortedMap(new TreeMap<>(seqs));
  }

  /** Whether all data of the state is still there. */
  public boolean covers(String branchId, long seq) {
    return seq >= seqs.getOrDefault(branchId, 0L);
  }

  public byte[] encode() {
    return Json.object(
        out -> {
          out.writeStringField("nonce", nonce);
          Json.member(
              out,
              "branches",
              branches -> {
                for (Map.Entry<String, Long> e : seqs.entrySet()) {
                  branches.writeNumberField(e.getKey(), e.getValue());
                }
              });
        });
  }

  /**
   * @throws UnreadableObject naming the object
   */
  public static Horizon decode(byte[] body) {
    Fields in = Json.parse(Keys.HORIZON, body);
    String nonce = in.text("nonce");
    Fields branches = in.object("branches");
    SortedMap<String, Long> seqs = new TreeMap<>();
    for (String id : branches.names()) {
      seqs.put(id, branches.count(id));
    }
    in.end();
    return new Horizon(seqs, nonce);
  }
}
