package dev.omnigraph.evolve;

import dev.omnigraph.call.ApplyAnswer;
import dev.omnigraph.call.ApplyAnswer.FileChange;
import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.call.SchemaAnswer;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.NewTexts;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.SchemaChange;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.stored.StoredError;
import dev.omnigraph.stored.StoredQueries;
import dev.omnigraph.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings what defines a branch into force as one commit, or as none when nothing differs: schema,
 * stored queries, policies, or some of them. Whatever changes, the stored queries that are in force
 * after it fit the schema that is.
 */
public final class ApplyOperation implements Operation<ApplyAnswer> {
  private final ApplyRequest request;
  private final @Nullable ApplySchema schema;
  private final Consumer<Texts> policyCheck;

  /**
   * @param schema the change of the schema, when the request has one
   * @param policyCheck throws what is wrong with policies
   */
  public ApplyOperation(
      ApplyRequest request, @Nullable ApplySchema schema, Consumer<Texts> policyCheck) {
    this.request = request;
    this.schema = schema;
    this.policyCheck = policyCheck;
  }

  @Override
  public CommitKind kind() {
    if (schema != null) {
      return CommitKind.APPLY;
    }
    return request.queries() != null ? CommitKind.QUERIES : CommitKind.POLICY;
  }

  @Override
  public Proposal<ApplyAnswer> prepare(View view) {
    BranchView branch = (BranchView) view;
    Texts policy = request.policy();
    if (policy != null) {
      if (!branch.branch().equals(BranchName.MAIN)) {
        throw GraphException.of(
                StoredError.POLICY_OF_A_BRANCH,
                "Branch %s has no policies of its own.".formatted(branch.branch()))
            .build();
      }
      policyCheck.accept(policy);
    }
    SchemaProposal reshaped = schema == null ? null : schema.propose(branch, request.queries());
    Texts queries = request.queries();
    if (queries != null) {
      Catalog after = reshaped == null ? view.catalog() : reshaped.plan().after();
      StoredQueries.requireSound(queries, after);
    }
    List<FileChange> queryFiles =
        queries == null ? List.of() : differing(branch.queries(), queries);
    List<FileChange> policyFiles = policy == null ? List.of() : differing(branch.policy(), policy);
    return new Applied(
        reshaped,
        queryFiles.isEmpty() ? null : queries,
        policyFiles.isEmpty() ? null : policy,
        queryFiles,
        policyFiles);
  }

  @Override
  public ApplyAnswer replayed(ManifestRecord record) {
    return new ApplyAnswer(List.of(), List.of(), List.of(), record.commitId(), true);
  }

  private static List<FileChange> differing(Texts before, Texts after) {
    List<FileChange> changes = new ArrayList<>();
    Set<String> names = new TreeSet<>(before.files().keySet());
    names.addAll(after.files().keySet());
    for (String name : names) {
      String was = before.files().get(name);
      String is = after.files().get(name);
      if (was == null) {
        changes.add(new FileChange(name, FileChange.Kind.ADDED));
      } else if (is == null) {
        changes.add(new FileChange(name, FileChange.Kind.REMOVED));
      } else if (!was.equals(is)) {
        changes.add(new FileChange(name, FileChange.Kind.CHANGED));
      }
    }
    return changes;
  }

  /** What it would publish. */
  private record Applied(
      @Nullable SchemaProposal reshaped,
      @Nullable Texts queries,
      @Nullable Texts policy,
      List<FileChange> queryFiles,
      List<FileChange> policyFiles)
      implements Proposal<ApplyAnswer> {

    @Override
    public List<TableWrite> writes() {
      return ofSchema(SchemaProposal::writes, List.of());
    }

    @Override
    public Optional<SchemaChange> schema() {
      return ofSchema(SchemaProposal::schema, Optional.empty());
    }

    @Override
    public Optional<NewTexts> texts() {
      return queries == null && policy == null
          ? Optional.empty()
          : Optional.of(new NewTexts(queries, policy));
    }

    @Override
    public Set<TableId> reads() {
      return ofSchema(SchemaProposal::reads, Set.of());
    }

    @Override
    public boolean survivesDisjointChanges() {
      return ofSchema(SchemaProposal::survivesDisjointChanges, true);
    }

    @Override
    public Map<TableId, Set<String>> neededIds() {
      return ofSchema(SchemaProposal::neededIds, Map.of());
    }

    @Override
    public ApplyAnswer answer(CommitId commitId, CommitReport report) {
      SchemaAnswer answer = reshaped == null ? null : reshaped.answer(commitId, report);
      return new ApplyAnswer(
          answer == null ? List.of() : answer.steps(), queryFiles, policyFiles, commitId, false);
    }

    @Override
    public void close() {
      if (reshaped != null) {
        reshaped.close();
      }
    }

    private <T> T ofSchema(Function<SchemaProposal, T> part, T without) {
      return reshaped == null ? without : part.apply(reshaped);
    }
  }
}
