package dev.omnigraph.protocol.world;

import dev.omnigraph.commit.Adopted;
import dev.omnigraph.commit.Ahead;
import dev.omnigraph.commit.Ancestry;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.Merged;
import dev.omnigraph.commit.NewTexts;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.Relation;
import dev.omnigraph.commit.SchemaChange;
import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.manifest.TextsInForce;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.SchemaStep;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.WritableTable;
import dev.omnigraph.view.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Small writes of every class that the protocol tells apart. */
public final class Operations {
  public static final Texts QUERIES =
      new Texts(new TreeMap<>(Map.of("people.gq", "query all() { … }")));
  public static final Texts POLICY = new Texts(new TreeMap<>(Map.of("all.cedar", "permit(…);")));

  public static final String LARGER_SCHEMA =
      "node Person { age: I32? } node Company {} edge Knows: Person -> Person";

  /** What these operations refuse, as those of the graph do. */
  private enum Refusal implements ErrorCode {
    ENDPOINT_MISSING,
    KEY_CONFLICT;

    @Override
    public Entry entry() {
      return new Entry(ErrorKind.CONFLICT, "For tests.", null);
    }
  }

  private Operations() {}

  /** Strict insert of an entity, which survives rivals that touch other entities. */
  public static Operation<String> insert(EntityType type, String id) {
    return insertAll(Map.of(type, List.of(id)), Map.of());
  }

  /** Inserts into several tables at once; the needed nodes must exist. */
  public static Operation<String> insertAll(
      Map<EntityType, List<String>> ids, Map<EntityType, String> needed) {
    return new Inserts(ids, needed);
  }

  /** What is inserted is staged while it is looked up whether it may be. */
  private record Inserts(Map<EntityType, List<String>> ids, Map<EntityType, String> needed)
      implements Operation<String> {
    @Override
    public CommitKind kind() {
      return CommitKind.MUTATE;
    }

    @Override
    public Proposal<String> prepare(View view) {
      return prepare(view, Ahead.NEVER);
    }

    @Override
    public Proposal<String> prepare(View view, Ahead ahead) {
      List<Proposal.TableWrite> writes = new ArrayList<>();
      Map<TableId, Set<String>> needs = new TreeMap<>();
      ids.forEach(
          (type, all) -> {
            Map<String, String> rows = new TreeMap<>();
            all.forEach(id -> rows.put(id, "v0"));
            Supplier<Optional<StagedChange>> early =
                ahead.stage(type, (table, operation) -> ((FakeTable) table).upsert(rows));
            needs.computeIfAbsent(type.tableId(), id -> new HashSet<>()).addAll(all);
            writes.add(
                new Write(
                    type,
                    new ChangeSet.Inline(all, List.of(), List.of(), 0),
                    table ->
                        early
                            .get()
                            .map(FakeTables.Change.class::cast)
                            .orElseGet(() -> table.upsert(rows))));
          });
      needed.forEach(
          (type, id) -> {
            if (!rows(view, type).containsKey(id)) {
              throw GraphException.of(Refusal.ENDPOINT_MISSING, id + " does not exist").build();
            }
            needs.computeIfAbsent(type.tableId(), t -> new HashSet<>()).add(id);
          });
      ids.forEach(
          (type, all) -> {
            for (String id : all) {
              if (rows(view, type).containsKey(id)) {
                throw GraphException.of(Refusal.KEY_CONFLICT, id + " exists already").build();
              }
            }
          });
      Set<TableId> reads = new HashSet<>();
      needed.keySet().forEach(type -> reads.add(type.tableId()));
      return new Plan(writes, reads, true, needs);
    }

    @Override
    public String replayed(ManifestRecord record) {
      return "done before";
    }
  }

  /** A load that replaces what is there and adds the rest, in several tables. */
  public static Operation<String> loadAll(Map<EntityType, List<String>> ids) {
    return operation(
        CommitKind.LOAD,
        view -> {
          List<Proposal.TableWrite> writes = new ArrayList<>();
          ids.forEach(
              (type, all) -> {
                Map<String, String> before = rows(view, type);
                Map<String, String> rows = new TreeMap<>();
                all.forEach(id -> rows.put(id, before.getOrDefault(id, "v0")));
                List<String> known = all.stream().filter(before::containsKey).toList();
                List<String> added = all.stream().filter(id -> !before.containsKey(id)).toList();
                writes.add(
                    new Write(
                        type,
                        new ChangeSet.Inline(added, known, List.of(), 0),
                        table -> table.upsert(rows)));
              });
          return new Plan(writes, Set.of(), false, Map.of());
        });
  }

  /** Reads a value and writes one more: right only if nobody wrote in between. */
  public static Operation<String> increment(EntityType type, String id) {
    return operation(
        CommitKind.MUTATE,
        view -> {
          String before = rows(view, type).getOrDefault(id, "v0");
          String after = "v" + (Integer.parseInt(before.substring(1)) + 1);
          return new Plan(
              List.of(
                  new Write(
                      type,
                      new ChangeSet.Inline(List.of(), List.of(id), List.of(), 0),
                      table -> table.upsert(Map.of(id, after)))),
              Set.of(),
              false,
              Map.of());
        });
  }

  /** Deletes an entity. */
  public static Operation<String> delete(EntityType type, String id) {
    return operation(
        CommitKind.MUTATE,
        view ->
            new Plan(
                List.of(
                    new Write(
                        type,
                        new ChangeSet.Inline(List.of(), List.of(), List.of(id), 0),
                        table -> table.delete(id))),
                Set.of(),
                false,
                Map.of()));
  }

  /** The same operation, of somebody who must see a table that moved. */
  public static Operation<String> planned(Operation<String> operation) {
    return new Operation<>() {
      @Override
      public CommitKind kind() {
        return operation.kind();
      }

      @Override
      public Proposal<String> prepare(View view) {
        return operation.prepare(view);
      }

      @Override
      public String replayed(ManifestRecord record) {
        return operation.replayed(record);
      }

      @Override
      public boolean failsWhenOvertaken() {
        return true;
      }
    };
  }

  /** Rewrites a table's fragments into one. */
  public static Operation<String> compact(EntityType type) {
    return operation(
        CommitKind.OPTIMIZE,
        view -> {
          if (((FakeTable) view.table(type)).fragmentCount() < 2) {
            return new Plan(List.of(), Set.of(), false, Map.of());
          }
          return new Plan(
              List.of(new Write(type, ChangeSet.Inline.NONE, FakeTable::compact)),
              Set.of(),
              false,
              Map.of());
        });
  }

  /** Builds a look-up object of a table in place of the one that it has. */
  public static Operation<String> derive(EntityType type) {
    return operation(
        CommitKind.OPTIMIZE,
        view ->
            new Plan(
                List.of(new Write(type, ChangeSet.Inline.NONE, FakeTable::derive)),
                Set.of(),
                true,
                Map.of()));
  }

  /** Upkeep of tables that turns out to be needless for all but some. */
  public static Operation<String> upkeep(List<EntityType> types, Set<EntityType> compacted) {
    return operation(
        CommitKind.OPTIMIZE,
        view ->
            new Plan(
                types.stream()
                    .map(
                        type ->
                            (Proposal.TableWrite)
                                new Write(
                                    type,
                                    ChangeSet.Inline.NONE,
                                    compacted.contains(type)
                                        ? FakeTable::compact
                                        : FakeTable::nothing))
                    .toList(),
                Set.of(),
                true,
                Map.of()));
  }

  /** Brings the branch to the schema of these tests with a property and a type more. */
  public static Operation<String> evolve(World world) {
    return operation(
        CommitKind.SCHEMA,
        view ->
            new Evolution(
                SchemaPlan.of(
                    view.catalog(),
                    SchemaCompiler.compile(
                        LARGER_SCHEMA, "next.pg", Optional.of(view.catalog()), world::id),
                    false)));
  }

  /**
   * Merges a branch that has only inserted, by taking its files.
   *
   * @param theirs the state to merge, which stays open
   */
  public static Operation<String> merge(Ancestry ancestry, BranchView theirs) {
    return new Operation<>() {
      @Override
      public CommitKind kind() {
        return CommitKind.MERGE;
      }

      @Override
      public Proposal<String> prepare(View view) {
        Relation relation = ancestry.between((BranchView) view, theirs);
        if (relation.isUpToDate()) {
          return new Plan(List.of(), Set.of(), false, Map.of());
        }
        List<Proposal.TableWrite> writes = new ArrayList<>();
        ancestry
            .pinsAt(theirs, relation.theirsAfter())
            .forEach(
                (table, before) -> {
                  EntityType type =
                      People.CATALOG.entities().stream()
                          .filter(known -> known.tableId().equals(table))
                          .findFirst()
                          .orElseThrow();
                  FakeTable source = (FakeTable) theirs.table(type);
                  FakeTables.Change change = source.adopt(source, before);
                  List<String> ids =
                      change.added().stream().flatMap(f -> f.rows().keySet().stream()).toList();
                  if (!ids.isEmpty()) {
                    writes.add(
                        new Write(
                            type,
                            new ChangeSet.Inline(ids, List.of(), List.of(), 0),
                            ours -> change));
                  }
                });
        return new MergePlan(writes, relation.merged());
      }

      @Override
      public String replayed(ManifestRecord record) {
        return "done before";
      }

      @Override
      public List<Adopted> adopts() {
        return List.of(Adopted.of(theirs));
      }
    };
  }

  /** Brings the schema of a branch into force, with the tables that it has more, as they are. */
  public static Operation<String> mergeSchema(Ancestry ancestry, BranchView theirs) {
    return operation(
        CommitKind.MERGE,
        view -> {
          SortedMap<TableId, Pin> adopted = new TreeMap<>(theirs.pins());
          adopted.keySet().removeAll(view.pins().keySet());
          return new MergePlan(
              List.of(),
              ancestry.between((BranchView) view, theirs).merged(),
              Optional.of(
                  new SchemaChange(
                      theirs.catalog(),
                      List.of(),
                      adopted,
                      new TreeMap<>(),
                      List.of(),
                      List.of())));
        });
  }

  /** Says that it merges a commit, which nobody made, and learns of others; changes no table. */
  public static Operation<String> merging(int others) {
    List<CommitPoint> learned =
        IntStream.range(0, others)
            .mapToObj(i -> new CommitPoint(new BranchId("other" + i), 1, new CommitId("o-1")))
            .toList();
    CommitPoint source = new CommitPoint(new BranchId("source"), 1, new CommitId("s-1"));
    return operation(
        CommitKind.MERGE, view -> new MergePlan(List.of(), new Merged(source, learned)));
  }

  private record MergePlan(
      List<Proposal.TableWrite> writes, Merged source, Optional<SchemaChange> schema)
      implements Proposal<String> {
    MergePlan(List<Proposal.TableWrite> writes, Merged source) {
      this(writes, source, Optional.empty());
    }

    @Override
    public Optional<Merged> merged() {
      return Optional.of(source);
    }

    @Override
    public boolean survivesDisjointChanges() {
      return false;
    }

    @Override
    public String answer(CommitId commitId, CommitReport report) {
      return "done";
    }
  }

  /** Stored queries and policies, as new ones. */
  public static Operation<String> store(@Nullable Texts queries, @Nullable Texts policy) {
    return operation(
        CommitKind.QUERIES,
        view -> {
          NewTexts texts = new NewTexts(queries, policy);
          TextsInForce before = ((BranchView) view).state().texts();
          return new Storing(
              texts.after(before).equals(before) ? Optional.empty() : Optional.of(texts));
        });
  }

  private record Storing(Optional<NewTexts> texts) implements Proposal<String> {
    @Override
    public List<TableWrite> writes() {
      return List.of();
    }

    @Override
    public boolean survivesDisjointChanges() {
      return true;
    }

    @Override
    public String answer(CommitId commitId, CommitReport report) {
      return hasEffect() ? "done" : "no effect";
    }
  }

  public static Operation<String> nothing() {
    return operation(CommitKind.MUTATE, view -> new Plan(List.of(), Set.of(), true, Map.of()));
  }

  public static Operation<String> operation(
      CommitKind kind, Function<View, Proposal<String>> prepare) {
    return new Operation<>() {
      @Override
      public CommitKind kind() {
        return kind;
      }

      @Override
      public Proposal<String> prepare(View view) {
        return prepare.apply(view);
      }

      @Override
      public String replayed(ManifestRecord record) {
        return "done before";
      }
    };
  }

  public static Map<String, String> rows(View view, EntityType type) {
    return ((FakeTable) view.table(type)).rows();
  }

  /** What an operation of these tests proposes. */
  public record Plan(
      List<Proposal.TableWrite> writes,
      Set<TableId> reads,
      boolean survivesDisjointChanges,
      Map<TableId, Set<String>> neededIds)
      implements Proposal<String> {
    @Override
    public String answer(CommitId commitId, CommitReport report) {
      return hasEffect() ? "done" : "no effect";
    }
  }

  /** A change of the schema that only adds: types, and properties that may be absent. */
  private record Evolution(SchemaPlan plan) implements Proposal<String> {
    @Override
    public List<TableWrite> writes() {
      Map<String, EntityType> after =
          plan.after().entities().stream().collect(Collectors.toMap(EntityType::id, type -> type));
      return plan.before().entities().stream()
          .filter(
              type ->
                  !type.properties()
                      .equals(Objects.requireNonNull(after.get(type.id())).properties()))
          .map(type -> (TableWrite) new Write(type, ChangeSet.Inline.NONE, FakeTable::newColumns))
          .toList();
    }

    @Override
    public Optional<SchemaChange> schema() {
      if (plan.isEmpty()) {
        return Optional.empty();
      }
      List<EntityType> added =
          plan.steps().stream()
              .map(SchemaPlan.Planned::step)
              .filter(SchemaStep.AddType.class::isInstance)
              .map(step -> ((SchemaStep.AddType) step).type())
              .toList();
      return Optional.of(
          new SchemaChange(plan.after(), added, new TreeMap<>(), List.of(), List.of()));
    }

    @Override
    public boolean survivesDisjointChanges() {
      return true;
    }

    @Override
    public String answer(CommitId commitId, CommitReport report) {
      return hasEffect() ? "done" : "no effect";
    }
  }

  /** One table's change. */
  public record Write(
      EntityType type, ChangeSet.Inline changes, Function<FakeTable, FakeTables.Change> change)
      implements Proposal.TableWrite {
    @Override
    public StagedChange stage(WritableTable table, OperationId operationId) {
      return change.apply((FakeTable) table);
    }
  }
}
