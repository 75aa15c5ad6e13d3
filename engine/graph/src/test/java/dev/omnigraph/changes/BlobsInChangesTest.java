package dev.omnigraph.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.Change;
import dev.omnigraph.call.ChangeFilter;
import dev.omnigraph.call.DiffAnswer;
import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.call.FeedAnswer;
import dev.omnigraph.call.FeedRequest;
import dev.omnigraph.call.FeedRequest.Now;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.merge.MergeWorld;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents of blobs neither fill a memory nor end a reader's way. */
class BlobsInChangesTest {
  private static final ChangeFilter WITHOUT = new ChangeFilter(Set.of(), Set.of(), Set.of(), false);

  @TempDir private Path folder;
  private final Random random = new Random(1);
  private MergeWorld world;

  @BeforeEach
  void open() {
    world = new MergeWorld(folder.resolve("g"), "node Doc { name: String @key  body: Blob? }");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aBlobIsShownByItsSizeAndDigestWhereItsContentIsNotWanted() {
    String cursor = now();
    byte[] body = put("a", 100);

    FeedAnswer with = world.graph.feed(from(cursor));
    FeedAnswer without = world.graph.feed(from(cursor).only(WITHOUT));

    assertThat(after(with).get("body")).isEqualTo(body);
    assertThat(after(without).get("body"))
        .isEqualTo(Map.of("bytes", 100, "sha256", Sha256.hex(body)));
  }

  @Test
  void aBlobThatChangedIsAnUpdateAlsoWhereItsContentIsNotWanted() {
    put("a", 100);
    world.fork("side", "main");
    put("a", 100);

    DiffAnswer diff =
        world.graph.diff(
            DiffRequest.of(MergeWorld.head("side"), MergeWorld.head("main")).only(WITHOUT));

    assertThat(diff.changes()).hasSize(1);
    assertThat(diff.changes().getFirst().changed()).containsExactly("body");
  }

  @Test
  void aPageEndsWhereItIsLargeAndTheNextGoesOn() {
    world.fork("side", "main");
    for (String name : List.of("a", "b", "c", "d", "e")) {
      put(name, 1 << 20);
    }
    DiffRequest request = DiffRequest.of(MergeWorld.head("side"), MergeWorld.head("main"));

    List<List<String>> pages = new ArrayList<>();
    DiffAnswer page = world.graph.diff(request);
    pages.add(ids(page.changes()));
    while (page.next() != null) {
      page = world.graph.diff(request.page(DiffRequest.LIMIT, page.next()));
      pages.add(ids(page.changes()));
    }

    assertThat(pages).containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e"));
    assertThat(world.graph.diff(request.only(WITHOUT)).changes()).hasSize(5);
  }

  @Test
  void anAnswerOfTheFeedEndsWhereItIsLargeAndTheNextGoesOn() {
    String cursor = now();
    for (String name : List.of("a", "b", "c")) {
      put(name, 1 << 20);
    }
    put("d", 4 << 20);

    List<Integer> commits = new ArrayList<>();
    FeedAnswer answer;
    do {
      answer = world.graph.feed(from(cursor));
      commits.add(answer.blocks().size());
      assertThat(answer.blocks()).allMatch(FeedAnswer.Block::complete);
      cursor = answer.cursor();
    } while (!answer.caughtUp());

    assertThat(commits).containsExactly(2, 1, 1);
  }

  private byte[] put(String name, int bytes) {
    byte[] body = new byte[bytes];
    random.nextBytes(body);
    world.load(
        "main",
        "{\"type\":\"Doc\",\"data\":{\"name\":\"%s\",\"body\":\"base64:%s\"}}"
            .formatted(name, Base64.getEncoder().encodeToString(body)));
    return body;
  }

  private String now() {
    return world.graph.feed(FeedRequest.of(BranchName.MAIN, new Now())).cursor();
  }

  private static FeedRequest from(String cursor) {
    return FeedRequest.of(BranchName.MAIN, new Now()).from(cursor);
  }

  private static Map<String, ?> after(FeedAnswer answer) {
    return Objects.requireNonNull(answer.blocks().getFirst().changes().getFirst().after());
  }

  private static List<String> ids(List<Change> changes) {
    return changes.stream().map(Change::id).toList();
  }
}
