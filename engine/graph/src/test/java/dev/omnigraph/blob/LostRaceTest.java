package dev.omnigraph.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.call.BlobAnswer;
import dev.omnigraph.call.BlobCondition;
import dev.omnigraph.call.BlobPlace;
import dev.omnigraph.call.BlobRequest;
import dev.omnigraph.call.PutBlobAnswer;
import dev.omnigraph.call.PutBlobRequest;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.rule.PreparedWrite;
import dev.omnigraph.rule.ReadSet;
import dev.omnigraph.rule.Writer;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.table.LanceTables;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.view.View;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes of blobs that find, when they publish, that a rival was there first. */
class LostRaceTest {
  private static final AtomicInteger TYPE_IDS = new AtomicInteger();
  private static final Catalog CATALOG =
      SchemaCompiler.compile(
          "node Person { name: String @key  photo: Blob?  icon: Blob? }",
          "race.pg",
          Optional.empty(),
          () -> "01TYPE" + TYPE_IDS.incrementAndGet());
  private static final NodeType PERSON = CATALOG.node("Person").orElseThrow();
  private static final BlobPlace PHOTO = new BlobPlace("Person", "Ann", "photo");
  private static final BlobPlace ICON = new BlobPlace("Person", "Ann", "icon");

  private @TempDir Path folder;
  private LanceTables tables;
  private Repository repository;

  @BeforeEach
  void makeGraph() {
    FileObjectStore objects = new FileObjectStore(folder, InstantSource.system());
    tables = LanceTables.open(objects, Map.of(), TableOptions.DEFAULT);
    repository = new Repository(objects, tables, Environment.system(Runnable::run));
    repository.init(CATALOG, "tester");
    commit(new Ann());
  }

  @AfterEach
  void closeGraph() {
    tables.close();
  }

  @Test
  void theSecondOfTwoContentsStays() {
    Raced raced = new Raced(put(PHOTO, 1, BlobCondition.NONE), put(PHOTO, 2, BlobCondition.NONE));

    commit(raced);

    assertThat(read(PHOTO)).isEqualTo(new byte[] {1});
    assertThat(raced.prepared).isEqualTo(2);
  }

  @Test
  void twoBlobsOfOneEntityBothStay() {
    commit(new Raced(put(PHOTO, 1, BlobCondition.NONE), put(ICON, 2, BlobCondition.NONE)));

    assertThat(read(PHOTO)).isEqualTo(new byte[] {1});
    assertThat(read(ICON)).isEqualTo(new byte[] {2});
  }

  @Test
  void ofTwoThatExpectTheSameContentOneIsRefused() {
    String digest = commit(put(PHOTO, 0, BlobCondition.NONE)).digest();
    BlobCondition expected = new BlobCondition(List.of(digest), null);

    GraphException refused =
        catchThrowableOfType(
            GraphException.class,
            () -> commit(new Raced(put(PHOTO, 1, expected), put(PHOTO, 2, expected))));

    assertThat(refused.code()).isEqualTo("blob_changed");
    assertThat(read(PHOTO)).isEqualTo(new byte[] {2});
  }

  @Test
  void ofTwoThatExpectNoContentOneIsRefused() {
    BlobCondition none = new BlobCondition(null, List.of(BlobCondition.ANY));

    GraphException refused =
        catchThrowableOfType(
            GraphException.class,
            () -> commit(new Raced(put(PHOTO, 1, none), put(PHOTO, 2, none))));

    assertThat(refused.code()).isEqualTo("blob_changed");
    assertThat(read(PHOTO)).isEqualTo(new byte[] {2});
  }

  private PutBlob put(BlobPlace place, int content, BlobCondition condition) {
    return new PutBlob(
        new PutBlobRequest(
            place,
            new byte[] {(byte) content},
            null,
            condition,
            WriteOptions.on(BranchName.MAIN, "tester")),
        tables.allocator(),
        Writer.OWNER);
  }

  private <A> A commit(Operation<A> operation) {
    return repository
        .commit(CommitRequest.of(WriteOptions.on(BranchName.MAIN, "tester")), operation)
        .answer();
  }

  private byte @Nullable [] read(BlobPlace place) {
    ReadAt head = new ReadAt.Head(BranchName.MAIN);
    try (BranchView view = repository.openRead(head)) {
      BlobAnswer answer =
          new BlobReading(BlobRequest.whole(head, place), tables.allocator()).read(view);
      return answer.bytes();
    }
  }

  /** An operation, and a rival that commits between its first preparation and its publication. */
  private final class Raced implements Operation<PutBlobAnswer> {
    private final PutBlob mine;
    private final PutBlob rival;
    private int prepared;

    Raced(PutBlob mine, PutBlob rival) {
      this.mine = mine;
      this.rival = rival;
    }

    @Override
    public CommitKind kind() {
      return mine.kind();
    }

    @Override
    public Proposal<PutBlobAnswer> prepare(View view) {
      Proposal<PutBlobAnswer> proposal = mine.prepare(view);
      if (prepared++ == 0) {
        commit(rival);
      }
      return proposal;
    }

    @Override
    public PutBlobAnswer replayed(ManifestRecord record) {
      return mine.replayed(record);
    }
  }

  /** Makes the entity. */
  private final class Ann implements Operation<String> {
    @Override
    public CommitKind kind() {
      return CommitKind.MUTATE;
    }

    @Override
    public Proposal<String> prepare(View view) {
      TableDelta delta = new TableDelta(PERSON, tables.allocator());
      RowLayout layout = delta.layout();
      @Nullable Object[] values = layout.blank();
      values[RowLayout.ID] = "Ann";
      values[layout.position("name")] = "Ann";
      delta.add(values, 0, false);
      return PreparedWrite.of(
          List.of(delta),
          Map.of(),
          new ReadSet(Set.of(), Map.of(), true),
          Set.of(),
          true,
          id -> "Ann");
    }

    @Override
    public String replayed(ManifestRecord record) {
      return "Ann";
    }
  }
}
