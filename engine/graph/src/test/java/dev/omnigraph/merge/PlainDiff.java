package dev.omnigraph.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.Change;
import dev.omnigraph.call.Change.Kind;
import dev.omnigraph.call.Change.Operation;
import dev.omnigraph.call.ChangeFilter;
import dev.omnigraph.call.DiffAnswer;
import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.changes.Diff;
import dev.omnigraph.commit.BranchView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What differs between two branches, by comparing all that is in them. */
final class PlainDiff {
  private final MergeWorld world;
  private final Random random;

  PlainDiff(MergeWorld world, Random random) {
    this.world = world;
    this.random = random;
  }

  /** Two branches are compared, in one page, in several, and by what their records say. */
  void check(PlainGraph plain, List<String> told) {
    List<String> branches = List.copyOf(plain.branches.keySet());
    String from = branches.get(random.nextInt(branches.size()));
    String to = branches.get(random.nextInt(branches.size()));
    Map<String, Change> expected = expected(plain.state(from), plain.state(to));
    DiffRequest request = DiffRequest.of(MergeWorld.head(from), MergeWorld.head(to));

    DiffAnswer whole = world.graph.diff(request);

    String as = "%s to %s after %s".formatted(from, to, told);
    assertThat(byId(whole)).as(as).isEqualTo(expected);
    assertThat(whole.next()).as(as).isNull();
    assertThat(paged(request, 1 + random.nextInt(3))).as(as).isEqualTo(whole.changes());
    assertThat(byRecords(from, to)).as(as).isEqualTo(whole);
  }

  private List<Change> paged(DiffRequest request, int size) {
    List<Change> all = new ArrayList<>();
    String next = null;
    do {
      DiffAnswer page = world.graph.diff(request.page(size, next));
      assertThat(page.changes()).hasSizeLessThanOrEqualTo(size);
      all.addAll(page.changes());
      next = page.next();
    } while (next != null);
    return all;
  }

  private DiffAnswer byRecords(String from, String to) {
    try (BranchView one = world.repository.openRead(MergeWorld.head(from));
        BranchView other = world.repository.openRead(MergeWorld.head(to))) {
      return new Diff(one, other, world.repository.ancestry(), ChangeFilter.ALL, 0)
          .page(DiffRequest.LIMIT, null);
    }
  }

  private static Map<String, Change> byId(DiffAnswer answer) {
    Map<String, Change> changes = new TreeMap<>();
    for (Change change : answer.changes()) {
      assertThat(changes.put(change.type() + " " + change.id(), change)).isNull();
    }
    return changes;
  }

  private static Map<String, Change> expected(
      Map<String, Map<String, @Nullable Object>> from,
      Map<String, Map<String, @Nullable Object>> to) {
    TreeSet<String> ids = new TreeSet<>(from.keySet());
    ids.addAll(to.keySet());
    Map<String, Change> changes = new TreeMap<>();
    for (String name : ids) {
      Map<String, @Nullable Object> before = from.get(name);
      Map<String, @Nullable Object> after = to.get(name);
      if (!Objects.equals(before, after)) {
        changes.put(name, change(name, before, after));
      }
    }
    return changes;
  }

  private static Change change(
      String name,
      @Nullable Map<String, @Nullable Object> before,
      @Nullable Map<String, @Nullable Object> after) {
    String type = name.substring(0, name.indexOf(' '));
    String id = name.substring(type.length() + 1);
    List<String> changed = new ArrayList<>();
    if (before != null && after != null) {
      // The ends first, and then in the order of the schema's properties.
      for (String property :
          List.of("src", "dst", "mark", "age", "email", "tags", "size", "since", "note")) {
        if (!Objects.equals(before.get(property), after.get(property))) {
          changed.add(property.equals("src") ? "from" : property.equals("dst") ? "to" : property);
        }
      }
    }
    Operation operation =
        before == null ? Operation.INSERT : after == null ? Operation.DELETE : Operation.UPDATE;
    Kind kind = type.equals("Person") || type.equals("Doc") ? Kind.NODE : Kind.EDGE;
    return new Change(operation, kind, type, id, image(id, before), image(id, after), changed);
  }

  private static @Nullable Map<String, @Nullable Object> image(
      String id, @Nullable Map<String, @Nullable Object> entity) {
    if (entity == null) {
      return null;
    }
    Map<String, @Nullable Object> image = new TreeMap<>(entity);
    image.put("id", id);
    if (image.containsKey("src")) {
      image.put("from", image.remove("src"));
      image.put("to", image.remove("dst"));
    }
    return image;
  }
}
