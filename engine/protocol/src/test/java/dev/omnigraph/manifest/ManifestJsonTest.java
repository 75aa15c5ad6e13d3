package dev.omnigraph.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TableId;
import dev.omnigraph.id.TextsHash;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.lookup.LookupRef;
import dev.omnigraph.manifest.ManifestRecord.CatalogChange;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import dev.omnigraph.manifest.ManifestState.UsedKey;
import dev.omnigraph.store.Fingerprint;
import dev.omnigraph.table.FakeVersions;
import dev.omnigraph.table.FakeVersions.Part;
import dev.omnigraph.table.NewBase;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.RowDelta;
import dev.omnigraph.table.SegmentRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class ManifestJsonTest {
  private static final BranchId BRANCH = new BranchId("01JD0000000000000000000001");
  private static final OperationId OPERATION = new OperationId("01JD0000000000000000000002");
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Pin EMPTY = FakeVersions.base("nodes/a-1", 1, 0, List.of());
  private static final Pin LOADED = with(EMPTY, new Part("f1", 2), new Part("f2", 5));
  private static final Pin PIN = without(with(LOADED, new Part("f3", 3)), "f1");
  private static final Pin COMPACTED =
      FakeVersions.base("nodes/c-1", Long.MIN_VALUE + 7, 4, List.of(new Part("f4", 9)));

  /** Of so many fragments that its records do not say what it consists of. */
  private static final Pin HUGE =
      new Pin(
          "nodes/d-1",
          -9,
          "t9",
          7,
          3,
          null,
          List.of(),
          new TreeMap<>(Map.of("name", 6L, "age", 0L)));

  private static final LookupRef BY_SRC =
      new LookupRef(
          LookupColumn.SRC,
          new DerivedRef("01234567-89ab-cdef-0123-456789abcdef.lookup", 901, 77, 0xffff_ffffL));

  private static final LookupRef BY_DST =
      new LookupRef(
          LookupColumn.DST,
          new DerivedRef("11234567-89ab-cdef-0123-456789abcdef.lookup", 1L << 40, 1, 0));

  private static final SegmentRef TEXTS =
      new SegmentRef(
          SegmentRef.Kind.TEXT,
          3,
          "simple fold",
          new DerivedRef("21234567-89ab-cdef-0123-456789abcdef.text", 902, 78, 0xffff_fffeL));

  private static final SegmentRef VECTORS =
      new SegmentRef(
          SegmentRef.Kind.VECTOR,
          0,
          "cosine",
          new DerivedRef("31234567-89ab-cdef-0123-456789abcdef.vector", 1L << 40, 1, 0));

  private static final Pin LOOKED_UP =
      FakeVersions.withDerived(COMPACTED, List.of(BY_SRC, BY_DST), List.of(TEXTS, VECTORS));

  private static final SchemaHash SCHEMA = new SchemaHash("5c4e".repeat(16));
  private static final TextsInForce IN_FORCE =
      new TextsInForce(new TextsHash("ab12".repeat(16)), new TextsHash("cd34".repeat(16)));

  private static final TableId A = new TableId("nodes/a-1");

  private static final KnownRun RUN =
      KnownRun.Content.of(
              List.of(
                  new Knowledge.Learned(
                      new CommitPoint(new BranchId("early"), 2, new CommitId("e2")), 5)))
          .reference();

  private static final ManifestRecord RECORD =
      new ManifestRecord(
          7,
          OPERATION,
          CommitId.of(OPERATION, 7),
          CommitKind.MERGE,
          BRANCH,
          "ann \"é\"",
          AT,
          new CommitId("01JD0000000000000000000009-6"),
          new CommitPoint(new BranchId("other"), 4, new CommitId("c4")),
          List.of(new CommitPoint(new BranchId("older"), 3, new CommitId("d3"))),
          new IdempotencyKey("bucket/key#1", "ab12"),
          SCHEMA,
          IN_FORCE,
          new TreeMap<>(
              Map.of(
                  A,
                  new TableChange(
                      LOADED.digest(),
                      new RowDelta(
                          List.of("IAM="),
                          List.of(
                              new RowDelta.Touched(7, "5c4e".repeat(16), "IAI="),
                              new RowDelta.Touched(8, "4ec5".repeat(16), null))),
                      3,
                      new ChangeSet.Inline(List.of("x"), List.of("y"), List.of(), 0),
                      new TreeMap<>(Map.of("data/f3", new Fingerprint(3, "crc32c:0badcafe")))),
                  new TableId("nodes/b-1"),
                  TableChange.adding(EMPTY),
                  new TableId("nodes/c-1"),
                  new TableChange(
                      "before",
                      new NewBase(COMPACTED),
                      9,
                      new ChangeSet.Spilled("k", new ChangeSet.Counts(1, 2, 3)),
                      new TreeMap<>()),
                  new TableId("nodes/d-1"),
                  new TableChange(
                      HUGE.digest(), new NewBase(HUGE), 7, ChangeSet.Inline.NONE, new TreeMap<>()),
                  new TableId("nodes/e-1"),
                  TableChange.between(COMPACTED, COMPACTED, ChangeSet.Inline.NONE, new TreeMap<>()),
                  new TableId("nodes/f-1"),
                  TableChange.between(
                      COMPACTED, LOOKED_UP, ChangeSet.Inline.NONE, new TreeMap<>()))),
          new CatalogChange(
              List.of(new TableId("nodes/b-1")),
              new TreeMap<>(Map.of(new TableId("edges/c-1"), "C2")),
              List.of(new TableId("nodes/d-1")),
              List.of(new TableId("nodes/e-1"))),
          3,
          new Knowledge.Spill(6, List.of(RUN)),
          List.of(new OperationId("01JD0000000000000000000003"), OPERATION));

  private static final Hold HOLD =
      new Hold(
          new HoldName("search.sync"), BranchName.MAIN, BRANCH, 5, new CommitId("c5"), "ann", AT);

  private static final ManifestState STATE =
      new ManifestState(
          BRANCH,
          7,
          new CommitId("c7"),
          new CommitId("c6"),
          AT,
          SCHEMA,
          IN_FORCE,
          new TreeMap<>(
              Map.of(A, PIN, new TableId("nodes/d-1"), HUGE, new TableId("nodes/f-1"), LOOKED_UP)),
          List.of(new UsedKey("k", "p", 5, new CommitId("c5"))),
          4,
          new TreeMap<>(Map.of(A, 3L, new TableId("nodes/gone-1"), Long.MAX_VALUE)),
          new Knowledge(
              List.of(new CommitPoint(new BranchId("p"), 3, new CommitId("c3"))),
              List.of(
                  new Knowledge.Learned(
                      new CommitPoint(new BranchId("other"), 4, new CommitId("c4")), 6)),
              List.of(RUN)));

  private static final Sidecar SIDECAR =
      new Sidecar(
          OPERATION,
          CommitKind.LOAD,
          "ann",
          BranchName.MAIN,
          BRANCH,
          8,
          263,
          Duration.ofSeconds(90),
          AT,
          new IdempotencyKey("k", "p"),
          List.of(new CommitPoint(new BranchId("other"), 4, new CommitId("c4"))));

  @Test
  void everyObjectReadsBackAsItWasWritten() {
    roundTrip(ObjectKeys.record(BRANCH, 7), RECORD, RecordCodec::encode, RecordCodec::decode);
    roundTrip(ObjectKeys.checkpoint(BRANCH, 7), STATE, StateCodec::encode, StateCodec::decode);
    roundTrip(ObjectKeys.sidecar(BRANCH, OPERATION), SIDECAR, Sidecar::encode, Sidecar::decode);
    roundTrip(
        ObjectKeys.branch(new BranchName("a/b")),
        new BranchObject(
            new BranchName("a/b"),
            BRANCH,
            BranchObject.Status.LIVE,
            AT,
            "ann",
            BranchName.MAIN,
            List.of(new CommitPoint(new BranchId("p"), 3, new CommitId("c3"))),
            "n",
            STATE),
        BranchObject::encode,
        BranchObject::decode);
    roundTrip(
        ObjectKeys.audit(OPERATION),
        new AuditEntry(
            OPERATION,
            CommitKind.LOAD,
            "ann",
            BranchName.MAIN,
            BRANCH,
            AuditEntry.Outcome.ROLLED_FORWARD,
            new CommitId("c8"),
            AT),
        AuditEntry::encode,
        AuditEntry::decode);
    roundTrip(
        ObjectKeys.GRAPH,
        new GraphObject("g", AT),
        GraphObject::encode,
        (k, b) -> GraphObject.decode(b));
    roundTrip(
        ObjectKeys.HORIZON,
        new Horizon(
            new TreeMap<>(Map.of(BRANCH, 5L)), new TreeMap<>(Map.of(HOLD.name(), HOLD)), "n"),
        Horizon::encode,
        (k, b) -> Horizon.decode(b));
    for (String key : ObjectKeys.spilledKey(BRANCH, "k")) {
      roundTrip(key, STATE.keys().getFirst(), UsedKey::encode, UsedKey::decode);
    }
    roundTrip(
        ObjectKeys.changes(BRANCH, OPERATION, "0"),
        new ChangeSet.Inline(List.of("a"), List.of(), List.of("b"), 100_000),
        ChangeSet.Inline::encode,
        ChangeSet.Inline::decode);
  }

  @Test
  void aRecordIsCompactAndItsMembersHaveOneOrder() {
    assertThat(new String(RecordCodec.encode(RECORD), StandardCharsets.UTF_8))
        .startsWith(
            "{\"format\":7,\"seq\":7,\"branch_id\":\""
                + BRANCH
                + "\",\"members\":[{\"operation_id\":\""
                + OPERATION
                + "\",\"commit_id\":")
        .contains("\"tables\":{\"nodes/a-1\":{\"before\":\"" + LOADED.digest() + "\",\"added\":[")
        .contains("\"nodes/b-1\":{\"base\":{\"path\":\"nodes/a-1\",\"version\":1,")
        .doesNotContain(" :")
        .containsPattern(
            "\"keys_spilled\":3,\"known_spilled\":\\{\"up_to\":6,.*\\},\"crc32c\":\"[0-9a-f]{8}\"}$");
  }

  @Test
  void aNewerFormatAsksForAnUpgradeAndAnOlderOneSaysHowToMove() {
    String key = ObjectKeys.record(BRANCH, 7);

    assertUnreadable(key, "{\"format\":8,\"x\":1}", UnreadableObject.Reason.NEWER, "Upgrade");
    for (String older : List.of("{\"format\":6,\"seq\":7}", "{\"format\":1,\"seq\":7}")) {
      assertUnreadable(key, older, UnreadableObject.Reason.OLDER, "Export the graph");
    }
  }

  @Test
  void damageOfAnyKindNamesTheObject() {
    String key = ObjectKeys.record(BRANCH, 7);
    String sealed = new String(RecordCodec.encode(RECORD), StandardCharsets.UTF_8);
    for (String bad :
        List.of("", "[]", "{}", "{\"format\":7}", unsealed(sealed), sealed + "{}", sealed + " ")) {
      assertUnreadable(key, bad, UnreadableObject.Reason.CORRUPT, "backup");
    }
    String good = unsealed(sealed);
    for (String bad :
        List.of(
            "{}",
            "{\"format\":7}",
            good.replace("\"seq\":7", "\"seq\":8"),
            good.replace("\"seq\":7", "\"seq\":\"7\""),
            good.replace("\"seq\":7", "\"seq\":7,\"seq\":7"),
            good.replace("\"seq\":7", "\"seq\":7,\"new\":1"),
            good.replace("\"kind\":\"merge\"", "\"kind\":\"blend\""),
            good.replace("\"rows\":3", "\"rows\":-3"),
            good.replace("\"ended\":[\"", "\"ended\":[1,\""),
            good.replace("\"was\":", "\"will\":"),
            good.replace("\"added\":[\"", "\"added\":[1,\""),
            good.replace("\"before\":\"before\"", "\"before\":9"),
            good.replace("\"operation_id\"", "\"operation\""),
            good.replace("\"inserted\":[\"x\"]", "\"inserted\":[1]"),
            good.replace("2026-01-02T", "yesterday"))) {
      assertUnreadable(key, resealed(bad), UnreadableObject.Reason.CORRUPT, "backup");
    }
  }

  @Test
  void aRecordHasOneMember() {
    String key = ObjectKeys.record(BRANCH, 7);
    String good = unsealed(new String(RecordCodec.encode(RECORD), StandardCharsets.UTF_8));
    int from = good.indexOf("[{") + 1;
    int to = good.indexOf("}],\"ended\"") + 1;
    String member = good.substring(from, to);

    for (String members : List.of("", member + "," + member)) {
      String bad = good.substring(0, from) + members + good.substring(to);
      assertThatThrownBy(
              () -> RecordCodec.decode(key, resealed(bad).getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(UnreadableObject.class)
          .hasMessageContaining(key)
          .hasMessageContaining("members");
    }
  }

  @Test
  void aDamagedVersionOfATableIsNamed() {
    String key = ObjectKeys.checkpoint(BRANCH, 7);
    String good = unsealed(new String(StateCodec.encode(STATE), StandardCharsets.UTF_8));
    String packed = Objects.requireNonNull(PIN.manifest()).packed();
    assertThat(good).contains("\"manifest\":\"" + packed + "\"");
    for (String bad :
        List.of("", "no base 64", packed.substring(4), "AAAA", packed.substring(0, 12))) {
      byte[] body = resealed(good.replace(packed, bad)).getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> StateCodec.decode(key, body))
          .as(bad)
          .isInstanceOfSatisfying(
              UnreadableObject.class,
              e -> assertThat(e.reason()).isEqualTo(UnreadableObject.Reason.CORRUPT))
          .hasMessageContaining(key)
          .hasMessageContaining("manifest");
    }
  }

  @Test
  void aDamagedSearchSegmentOfAVersionIsNamed() {
    String text =
        "{\"kind\":\"text\",\"field\":3,\"how\":\"simple fold\","
            + "\"name\":\"21234567-89ab-cdef-0123-456789abcdef.text\",\"bytes\":902,"
            + "\"index_bytes\":78,\"index_crc32c\":4294967294}";
    assertDamageIsNamed(
        "segments",
        text,
        List.of(
            "7",
            "{}",
            text + "," + text,
            text.replace("\"text", "\"vector"),
            text.replace(".text", ".vector"),
            text.replace("\"field\":3", "\"field\":-3"),
            text.replace("2123", "../3"),
            text.replace("902", "77"),
            text.replace("78", "0"),
            text.replace("4294967294", "4294967296"),
            text.replace(",\"how\":\"simple fold\"", ""),
            text.replace("}", ",\"new\":1}")));
  }

  @Test
  void aDamagedLookUpObjectOfAVersionIsNamed() {
    String src =
        "{\"by\":\"src\",\"name\":\"01234567-89ab-cdef-0123-456789abcdef.lookup\",\"bytes\":901,"
            + "\"index_bytes\":77,\"index_crc32c\":4294967295}";
    assertDamageIsNamed(
        "lookups",
        src,
        List.of(
            "7",
            "{}",
            src + "," + src,
            src.replace("src", "age"),
            src.replace("0123", "../3"),
            src.replace("901", "76"),
            src.replace("901", "-901"),
            src.replace("77", "0"),
            src.replace("4294967295", "4294967296"),
            src.replace(",\"index_bytes\":77", ""),
            src.replace("}", ",\"new\":1}")));
  }

  private static void assertDamageIsNamed(String member, String first, List<String> damaged) {
    String key = ObjectKeys.checkpoint(BRANCH, 7);
    String good = unsealed(new String(StateCodec.encode(STATE), StandardCharsets.UTF_8));
    assertThat(good).contains("\"" + member + "\":[" + first + ",{");
    for (String bad : damaged) {
      byte[] body = resealed(good.replace(first, bad)).getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> StateCodec.decode(key, body))
          .as(bad)
          .isInstanceOfSatisfying(
              UnreadableObject.class,
              e -> assertThat(e.reason()).isEqualTo(UnreadableObject.Reason.CORRUPT))
          .hasMessageContaining(key)
          .hasMessageContaining(member);
    }
  }

  @Test
  void damagedNumbersOfValuesAreNamed() {
    String key = ObjectKeys.checkpoint(BRANCH, 7);
    String good = unsealed(new String(StateCodec.encode(STATE), StandardCharsets.UTF_8));
    String values = "\"values\":{\"age\":0,\"name\":6}";
    assertThat(good).contains(values);
    for (String bad : List.of("7", "[]", "{\"age\":-1}", "{\"age\":\"6\"}", "{\"age\":0.5}")) {
      byte[] body =
          resealed(good.replace(values, "\"values\":" + bad)).getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> StateCodec.decode(key, body))
          .as(bad)
          .isInstanceOfSatisfying(
              UnreadableObject.class,
              e -> assertThat(e.reason()).isEqualTo(UnreadableObject.Reason.CORRUPT))
          .hasMessageContaining(key)
          .hasMessageContaining("values");
    }
  }

  @Test
  void aSidecarHasARangeThatAnOperationCanHave() {
    String key = ObjectKeys.sidecar(BRANCH, OPERATION);
    String good = unsealed(new String(SIDECAR.encode(), StandardCharsets.UTF_8));
    assertThat(good).contains("\"first\":8,\"last\":263,");

    for (String range : List.of("\"first\":8,\"last\":8,", "\"first\":8,\"last\":4103,")) {
      byte[] body =
          resealed(good.replace("\"first\":8,\"last\":263,", range))
              .getBytes(StandardCharsets.UTF_8);
      assertThat(Sidecar.decode(key, body).first()).isEqualTo(8);
    }
    for (String range :
        List.of(
            "\"first\":8,\"last\":7,",
            "\"first\":8,\"last\":4104,",
            "\"first\":0,\"last\":9,",
            "\"first\":-8,\"last\":9,",
            "\"first\":8,",
            "\"first\":8,\"last\":263,\"nonce\":\"n\",",
            "\"first\":1,\"last\":" + Long.MAX_VALUE + ",")) {
      byte[] body =
          resealed(good.replace("\"first\":8,\"last\":263,", range))
              .getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> Sidecar.decode(key, body))
          .as(range)
          .isInstanceOf(UnreadableObject.class)
          .hasMessageContaining(key);
    }
  }

  @Test
  void aRangeIsSaidByItsFirstSeqAndHowManyThereAre() {
    Sidecar sidecar = Sidecar.of(CommitKind.MUTATE, OPERATION).armed(8, Sidecar.RANGE);

    assertThat(sidecar.last()).isEqualTo(263);
    assertThat(List.of(7L, 8L, 263L, 264L))
        .extracting(sidecar::covers)
        .containsExactly(false, true, true, false);
  }

  @Test
  void aFlippedBitAnywhereIsDamageAndNeverAnotherFormatOrAnotherRecord() {
    String key = ObjectKeys.record(BRANCH, 7);
    byte[] good = RecordCodec.encode(RECORD);
    for (int at = 0; at < good.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << bit);
        assertThatThrownBy(() -> RecordCodec.decode(key, bad))
            .as("bit %d of byte %d", bit, at)
            .isInstanceOfSatisfying(
                UnreadableObject.class,
                e -> assertThat(e.reason()).isEqualTo(UnreadableObject.Reason.CORRUPT));
      }
    }
  }

  @Test
  void aBranchObjectSurvivesDamageOfItsStateAndNoOther() {
    BranchObject branch =
        new BranchObject(
            BranchName.MAIN,
            BRANCH,
            BranchObject.Status.LIVE,
            AT,
            "ann",
            null,
            List.of(),
            "n",
            STATE);
    byte[] good = branch.encode();
    int state = new String(good, StandardCharsets.UTF_8).indexOf(",\"state\":");
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      if (at < state) {
        assertThatThrownBy(() -> BranchObject.decode(ObjectKeys.branch(BranchName.MAIN), bad))
            .as("byte %d", at)
            .isInstanceOf(UnreadableObject.class);
      } else if (at >= state + ",\"state\":".length()) {
        BranchObject read = BranchObject.decode(ObjectKeys.branch(BranchName.MAIN), bad);
        assertThat(read.branchId()).isEqualTo(BRANCH);
        assertThat(read.hint()).as("byte %d", at).isNull();
      }
    }
    for (int length = state + 10; length < good.length; length++) {
      assertThat(
              BranchObject.decode(ObjectKeys.branch(BranchName.MAIN), Arrays.copyOf(good, length))
                  .hint())
          .isNull();
    }
  }

  @Test
  void anIdempotencyKeysObjectIsNotAnotherKeys() {
    byte[] body = STATE.keys().getFirst().encode();
    assertThatThrownBy(
            () -> UsedKey.decode(ObjectKeys.spilledKey(BRANCH, "other").getFirst(), body))
        .isInstanceOf(UnreadableObject.class);
  }

  @Test
  void aBranchObjectWithADamagedStateStillSaysWhichBranchItIs() {
    BranchObject branch =
        new BranchObject(
            BranchName.MAIN,
            BRANCH,
            BranchObject.Status.LIVE,
            AT,
            "ann",
            null,
            List.of(),
            "n",
            STATE);
    String damaged =
        new String(branch.encode(), StandardCharsets.UTF_8).replace("\"pins\":{", "\"pens\":{");

    BranchObject read =
        BranchObject.decode(
            ObjectKeys.branch(BranchName.MAIN), damaged.getBytes(StandardCharsets.UTF_8));

    assertThat(read.branchId()).isEqualTo(BRANCH);
    assertThat(read.hint()).isNull();
  }

  @Test
  void recordsSortByNameAsBySeq() {
    assertThat(ObjectKeys.record(new BranchId("b"), 9))
        .isLessThan(ObjectKeys.record(new BranchId("b"), 10))
        .contains("00000000000000000009");
  }

  private static Pin with(Pin before, Part... added) {
    return FakeVersions.changed(before, List.of(), List.of(added)).orElseThrow();
  }

  private static Pin without(Pin before, String file) {
    List<FakeVersions.Removed> removed =
        FakeVersions.parts(before).stream()
            .filter(present -> present.part().file().equals(file))
            .map(FakeVersions.Present::removal)
            .toList();
    return FakeVersions.changed(before, removed, List.of()).orElseThrow();
  }

  private static String unsealed(String object) {
    return object.replaceFirst(",\"crc32c\":\"[0-9a-f]{8}\"}$", "}");
  }

  private static String resealed(String object) {
    return new String(Seal.close(object.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  private static <T> void roundTrip(
      String key,
      T value,
      java.util.function.Function<T, byte[]> encode,
      BiFunction<String, byte[], T> decode) {
    byte[] bytes = encode.apply(value);
    T read = decode.apply(key, bytes);
    assertThat(read).isEqualTo(value);
    assertThat(encode.apply(read)).isEqualTo(bytes);
  }

  private static void assertUnreadable(
      String key, String body, UnreadableObject.Reason reason, String nextStep) {
    assertThatThrownBy(() -> RecordCodec.decode(key, body.getBytes(StandardCharsets.UTF_8)))
        .as(body)
        .isInstanceOfSatisfying(
            UnreadableObject.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.key()).isEqualTo(key);
              assertThat(e).hasMessageContaining(key);
              assertThat(e.nextStep()).contains(nextStep);
            });
  }
}
