package dev.omnigraph.call;

import dev.omnigraph.id.CommitId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What an export wrote.
 *
 * @param commitId of the state: what happened since is not in it
 * @param rows by type name, in the order in which the types were written
 */
public record ExportAnswer(CommitId commitId, SequencedMap<String, Long> rows) {
  public ExportAnswer {
    rows = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(rows));
  }
}
