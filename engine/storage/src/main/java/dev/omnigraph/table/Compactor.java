package dev.omnigraph.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.compaction.CompactionOptions;
import org.lance.compaction.CompactionTask;
import org.lance.compaction.RewriteResult;
import org.lance.compaction.TaskData;
import org.lance.operation.RewriteGroup;

/** Writes groups of fragments anew, without their deleted rows. */
final class Compactor {
  private Compactor() {}

  static List<RewriteGroup> rewrite(
      LanceTable table, List<List<Integer>> groups, UpkeepPolicy policy) {
    Map<Integer, FragmentMetadata> fragments =
        table.fragments().stream().collect(Collectors.toMap(Fragment::getId, Fragment::metadata));
    CompactionOptions options =
        CompactionOptions.builder()
            .withTargetRowsPerFragment(policy.fullRows())
            .withMaterializeDeletions(true)
            .withMaterializeDeletionsThreshold(0f)
            .withBatchSize(table.batchRows(table.schema().getFields()))
            .build();
    List<RewriteGroup> rewritten = new ArrayList<>();
    for (List<Integer> group : groups) {
      List<FragmentMetadata> old = group.stream().map(fragments::get).toList();
      rewritten.add(rewrite(table, table.dataset(group), old, options));
    }
    return rewritten;
  }

  private static RewriteGroup rewrite(
      LanceTable table, Dataset dataset, List<FragmentMetadata> old, CompactionOptions options) {
    RewriteResult result =
        LanceFailures.guard(
            "compact the table " + table.pin().path(),
            () ->
                new CompactionTask(new TaskData(old), table.pin().version(), options)
                    .execute(dataset));
    long before = old.stream().mapToLong(FragmentMetadata::getNumRows).sum();
    long after = result.getNewFragments().stream().mapToLong(FragmentMetadata::getNumRows).sum();
    if (before != after) {
      throw LanceFailures.defect(
          "Compaction of " + table.pin().path() + " read other rows; nothing is published.");
    }
    for (FragmentMetadata fragment : result.getNewFragments()) {
      table.tables().counter().wrote(fragment.getFiles().size(), LanceTable.bytesOf(fragment));
    }
    return RewriteGroup.builder()
        .oldFragments(result.getOriginalFragments())
        .newFragments(result.getNewFragments())
        .build();
  }
}
