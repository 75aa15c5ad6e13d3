package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.call.BlobAnswer;
import dev.omnigraph.call.BlobCondition;
import dev.omnigraph.call.BlobPart;
import dev.omnigraph.call.BlobPlace;
import dev.omnigraph.call.BlobRequest;
import dev.omnigraph.call.Commit;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.PutBlobAnswer;
import dev.omnigraph.call.PutBlobRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.Sha256;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs that are read and written by themselves. */
class BlobsTest {
  private static final WriteOptions OPTIONS = WriteOptions.on(BranchName.MAIN, "ann");
  private static final String SCHEMA =
      """
      node Person {
        name: String @key
        age: I32?
        photo: Blob? @content_type(photo_type)
        photo_type: String?
        icon: Blob?
      }
      node Mail { key: String @key(lower(key))  text: Blob @content_type(kind)  kind: String }
      edge Knows: Person -> Person { proof: Blob?  @key(src, dst) }
      """;
  private static final BlobPlace PHOTO = new BlobPlace("Person", "Ann", "photo");
  private static final List<Integer> SIZES =
      List.of(0, 1, 2, 40, 4095, 4096, 4097, 65_535, 65_536, 65_577, 3 << 20);

  @TempDir private Path folder;
  private Graph graph;

  @BeforeEach
  void makeTheGraph() {
    graph = Graph.create(GraphStorage.newFolder(folder.resolve("g")), SCHEMA, "g.pg", "ann");
    mutate("insert Person { name: \"Ann\", age: 7 } insert Person { name: \"Bob\" }");
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void whatIsPutIsReadInEveryPart() {
    for (int size : SIZES) {
      byte[] content = content(size);
      put(PHOTO, content);

      BlobAnswer whole = read(PHOTO, new BlobPart.Whole());
      assertThat(whole.bytes()).isEqualTo(content);
      assertThat(whole.isPartial()).isFalse();
      assertThat(whole.length()).isEqualTo(size);
      assertThat(whole.digest()).isEqualTo(Sha256.hex(content));
      assertThat(read(PHOTO, new BlobPart.Nothing()).length()).isEqualTo(size);
      for (int first : new int[] {0, 1, size / 2, size - 1}) {
        for (int last : new int[] {first, size / 2, size - 2, size - 1, size}) {
          if (first >= 0 && first < size && last >= first) {
            assertPart(content, first, last, new BlobPart.Span(first, last));
          }
        }
        if (first >= 0 && first < size) {
          assertPart(content, first, size - 1, BlobPart.Span.from(first));
          assertPart(content, size - 1 - first, size - 1, new BlobPart.Last(first + 1));
        }
      }
      if (size > 0) {
        assertPart(content, 0, size - 1, new BlobPart.Last(size + 1L));
      }
    }
  }

  private void assertPart(byte[] content, int first, int last, BlobPart part) {
    BlobAnswer answer = read(PHOTO, part);

    int end = Math.min(last + 1, content.length);
    assertThat(answer.bytes()).as("%s", part).isEqualTo(Arrays.copyOfRange(content, first, end));
    assertThat(answer.offset()).isEqualTo(first);
    assertThat(answer.isPartial()).isTrue();
  }

  @Test
  void aRangeThatHasNoByteIsRefusedWithTheLength() {
    put(PHOTO, content(10));

    for (BlobPart part : List.of(BlobPart.Span.from(10), new BlobPart.Last(0))) {
      assertThatExceptionOfType(GraphException.class)
          .isThrownBy(() -> read(PHOTO, part))
          .satisfies(e -> assertThat(e.code()).isEqualTo("range_not_satisfiable"))
          .satisfies(e -> assertThat(e.details()).containsEntry("length", 10L));
    }
    put(PHOTO, content(0));
    assertThat(code(() -> read(PHOTO, BlobPart.Span.from(0)))).isEqualTo("range_not_satisfiable");
    assertThat(read(PHOTO, new BlobPart.Last(5)).isPartial()).isFalse();
  }

  @Test
  void aPartThatIsTooLargeIsRefusedAndOneThatIsNotIsRead() {
    put(PHOTO, content(100));
    BlobRequest request =
        new BlobRequest(ReadAt.main(), PHOTO, new BlobPart.Whole(), BlobCondition.NONE, 60);

    assertThat(code(() -> graph.blob(request))).isEqualTo("blob_too_large");
    assertThat(graph.blob(request.of(new BlobPart.Last(60))).bytes()).hasSize(60);
    assertThat(graph.blob(request.of(new BlobPart.Nothing())).length()).isEqualTo(100);
  }

  @Test
  void noValueIsNotAnEmptyOne() {
    assertThat(code(() -> read(PHOTO, new BlobPart.Nothing()))).isEqualTo("blob_not_found");

    put(PHOTO, new byte[0]);

    assertThat(read(PHOTO, new BlobPart.Whole()).bytes()).isEmpty();
    assertThat(rows("match { $p: Person  $p.photo is null } return { $p.name }"))
        .containsExactly(List.of("Bob"));
  }

  @Test
  void whatDoesNotExistIsNamed() {
    assertThat(code(() -> read(new BlobPlace("Persn", "Ann", "photo"), new BlobPart.Whole())))
        .isEqualTo("unknown_type");
    assertThat(code(() -> read(new BlobPlace("Person", "Ann", "phot"), new BlobPart.Whole())))
        .isEqualTo("unknown_property");
    assertThat(code(() -> read(new BlobPlace("Person", "Ann", "age"), new BlobPart.Whole())))
        .isEqualTo("not_a_blob");
    BlobPlace nobody = new BlobPlace("Person", "Cid", "photo");
    assertThat(code(() -> read(nobody, new BlobPart.Whole()))).isEqualTo("entity_not_found");
    assertThat(code(() -> put(nobody, content(1)))).isEqualTo("entity_not_found");
    assertThat(code(() -> put(new BlobPlace("Knows", "x", "proof"), content(1))))
        .isEqualTo("entity_not_found");
  }

  @Test
  void onlyTheBlobAndItsTypeChange() {
    put(new BlobPlace("Person", "Ann", "icon"), content(70_000));

    graph.putBlob(new PutBlobRequest(PHOTO, content(50), "image/png", BlobCondition.NONE, OPTIONS));

    assertThat(rows("match { $p: Person } return { $p.name, $p.age, $p.photo_type }"))
        .containsExactly(Arrays.asList("Ann", 7, "image/png"), Arrays.asList("Bob", null, null));
    assertThat(read(new BlobPlace("Person", "Ann", "icon"), new BlobPart.Whole()).bytes())
        .isEqualTo(content(70_000));
    assertThat(read(PHOTO, new BlobPart.Whole()).contentType()).isEqualTo("image/png");
    assertThat(read(new BlobPlace("Person", "Ann", "icon"), new BlobPart.Whole()).contentType())
        .isNull();
    Commit newest = graph.commits(BranchName.MAIN, 1).getFirst();
    assertThat(newest.kind().name()).isEqualTo("MUTATE");
    assertThat(newest.actor()).isEqualTo("ann");
  }

  @Test
  void theSameContentIsNoCommitAndAnotherTypeOfItIsOne() {
    PutBlobAnswer first = put(PHOTO, content(50));

    PutBlobAnswer again = put(PHOTO, content(50));
    PutBlobAnswer typed =
        graph.putBlob(new PutBlobRequest(PHOTO, content(50), "a/b", BlobCondition.NONE, OPTIONS));

    assertThat(again.commitId()).isEqualTo(first.commitId());
    assertThat(typed.commitId()).isNotEqualTo(first.commitId());
    assertThat(typed.digest()).isEqualTo(first.digest());
  }

  @Test
  void rulesOfTheSchemaHoldForABlob() {
    load("{\"type\":\"Mail\",\"data\":{\"key\":\"A\",\"text\":\"base64:AAAA\",\"kind\":\"a/b\"}}");
    BlobPlace mail = new BlobPlace("Mail", "A", "text");

    assertThat(read(mail, new BlobPart.Whole()).bytes()).isEqualTo(new byte[3]);
    assertThat(code(() -> put(mail, content(9)))).isEqualTo("required_missing");
    assertThat(
            code(
                () ->
                    graph.putBlob(
                        new PutBlobRequest(
                            mail, content(9), "a\r\nb: c", BlobCondition.NONE, OPTIONS))))
        .isEqualTo("invalid_content_type");
  }

  @Test
  void blobsOfEdgesAreReadAndWritten() {
    mutate("insert Knows { from: \"Ann\", to: \"Bob\" }");
    String id =
        String.valueOf(rows("match { $a $k:knows $b } return { $k.id }").getFirst().getFirst());
    BlobPlace proof = new BlobPlace("knows", id, "proof");

    put(proof, content(9));

    assertThat(read(proof, new BlobPart.Whole()).bytes()).isEqualTo(content(9));
    assertThat(rows("match { $a $k:knows $b } return { $a.name, $b.name }"))
        .containsExactly(List.of("Ann", "Bob"));
  }

  @Test
  void aContentKeepsItsDigestInEveryCommitEntityAndFile() {
    put(PHOTO, content(5_000));
    PutBlobAnswer other = put(new BlobPlace("Person", "Bob", "icon"), content(5_000));
    for (int i = 0; i < 12; i++) {
      mutate("insert Person { name: \"p" + i + "\" }");
    }
    mutate("update Person set { age: 8 } where name = \"Ann\"");

    graph.optimize(OPTIONS);

    BlobAnswer after = read(PHOTO, new BlobPart.Whole());
    assertThat(after.digest()).isEqualTo(other.digest());
    assertThat(after.bytes()).isEqualTo(content(5_000));
    assertThat(code(() -> read(new BlobPlace("Person", "p3", "photo"), new BlobPart.Whole())))
        .isEqualTo("blob_not_found");
  }

  @Test
  void anEarlierStateIsStillRead() {
    PutBlobAnswer first = put(PHOTO, content(10));
    put(PHOTO, content(20));

    ReadAt earlier = new ReadAt.Commit(BranchName.MAIN, first.commitId());

    assertThat(graph.blob(BlobRequest.whole(earlier, PHOTO)).bytes()).isEqualTo(content(10));
    assertThat(graph.blob(BlobRequest.whole(earlier, PHOTO)).commitId())
        .isEqualTo(first.commitId());
  }

  @Test
  void aContentThatIsKnownIsNotSent() {
    String digest = put(PHOTO, content(10)).digest();

    assertThat(conditional(null, List.of("other", digest)).bytes()).isNull();
    assertThat(conditional(null, List.of(BlobCondition.ANY)).bytes()).isNull();
    assertThat(conditional(null, List.of("other")).bytes()).isEqualTo(content(10));
    assertThat(conditional(List.of(digest), null).bytes()).isEqualTo(content(10));
    assertThat(code(() -> conditional(List.of("other"), null))).isEqualTo("blob_changed");
  }

  @Test
  void aConditionCountsBeforeTheSizeAndTheRange() {
    String digest = put(PHOTO, content(100)).digest();
    BlobCondition known = new BlobCondition(null, List.of(digest));
    BlobCondition expected = new BlobCondition(List.of("other"), null);
    BlobPart outside = BlobPart.Span.from(100);

    BlobAnswer large =
        graph.blob(new BlobRequest(ReadAt.main(), PHOTO, new BlobPart.Whole(), known, 60));
    BlobAnswer beyond = graph.blob(new BlobRequest(ReadAt.main(), PHOTO, outside, known, 60));

    assertThat(large.bytes()).isNull();
    assertThat(large.digest()).isEqualTo(digest);
    assertThat(large.length()).isEqualTo(100);
    assertThat(beyond.bytes()).isNull();
    assertThat(code(() -> graph.blob(new BlobRequest(ReadAt.main(), PHOTO, outside, expected, 60))))
        .isEqualTo("blob_changed");
  }

  @Test
  void aContentIsReplacedOnlyWhereItIsTheExpectedOne() {
    BlobCondition absent = new BlobCondition(null, List.of(BlobCondition.ANY));
    BlobCondition present = new BlobCondition(List.of(BlobCondition.ANY), null);

    assertThat(code(() -> put(content(1), present))).isEqualTo("blob_changed");
    String digest = put(content(1), absent).digest();
    assertThat(code(() -> put(content(2), absent))).isEqualTo("blob_changed");
    assertThat(code(() -> put(content(2), new BlobCondition(List.of("other"), null))))
        .isEqualTo("blob_changed");
    put(content(2), new BlobCondition(List.of(digest), null));

    assertThat(read(PHOTO, new BlobPart.Whole()).bytes()).isEqualTo(content(2));
  }

  @Test
  void aRequestUnderAKeyIsDoneOnce() {
    PutBlobRequest request =
        new PutBlobRequest(PHOTO, content(10), null, BlobCondition.NONE, OPTIONS.keyed("k"));
    PutBlobAnswer first = graph.putBlob(request);
    put(PHOTO, content(20));

    PutBlobAnswer again = graph.putBlob(request);

    assertThat(again.replayed()).isTrue();
    assertThat(again.commitId()).isEqualTo(first.commitId());
    assertThat(again.length()).isEqualTo(10);
    assertThat(read(PHOTO, new BlobPart.Whole()).length()).isEqualTo(20);
    assertThat(
            code(
                () ->
                    graph.putBlob(
                        new PutBlobRequest(
                            PHOTO, content(11), null, BlobCondition.NONE, OPTIONS.keyed("k")))))
        .isEqualTo("idempotency_key_reused");
  }

  @Test
  void loadsAndMutationsWriteBlobsThatAreReadByThemselves() {
    load("{\"type\":\"Person\",\"data\":{\"name\":\"Cid\",\"photo\":\"base64:AQID\"}}");

    assertThat(read(new BlobPlace("Person", "Cid", "photo"), new BlobPart.Whole()).bytes())
        .isEqualTo(new byte[] {1, 2, 3});
    assertThat(rows("match { $p: Person { name: \"Cid\" } } return { $p.photo }").getFirst())
        .singleElement()
        .isEqualTo(new byte[] {1, 2, 3});
  }

  private BlobAnswer read(BlobPlace place, BlobPart part) {
    return graph.blob(BlobRequest.whole(ReadAt.main(), place).of(part));
  }

  private BlobAnswer conditional(@Nullable List<String> match, @Nullable List<String> noneMatch) {
    return graph.blob(
        new BlobRequest(
            ReadAt.main(),
            PHOTO,
            new BlobPart.Whole(),
            new BlobCondition(match, noneMatch),
            1 << 20));
  }

  private PutBlobAnswer put(BlobPlace place, byte[] content) {
    return graph.putBlob(new PutBlobRequest(place, content, null, BlobCondition.NONE, OPTIONS));
  }

  private PutBlobAnswer put(byte[] content, BlobCondition condition) {
    return graph.putBlob(new PutBlobRequest(PHOTO, content, null, condition, OPTIONS));
  }

  private static String code(ThrowingCallable call) {
    return Objects.requireNonNull(
            org.assertj.core.api.Assertions.catchThrowableOfType(GraphException.class, call))
        .code();
  }

  private void mutate(String statements) {
    graph.mutate(
        new MutationRequest("query m() { " + statements + " }", "m.gq", null, Map.of(), OPTIONS));
  }

  private void load(String lines) {
    graph.load(
        new LoadRequest("f.jsonl", LoadMode.MERGE, OPTIONS, null),
        new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
        read -> {});
  }

  private List<List<@Nullable Object>> rows(String query) {
    return graph
        .query(
            new QueryRequest("query q() { " + query + " }", "q.gq", null, Map.of(), ReadAt.main()))
        .rows();
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }
}
