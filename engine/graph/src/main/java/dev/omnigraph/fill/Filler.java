package dev.omnigraph.fill;

import dev.omnigraph.call.EmbedAnswer;
import dev.omnigraph.call.EmbedRequest;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.embed.EmbedError;
import dev.omnigraph.embed.Embedder;
import dev.omnigraph.embed.Embedders;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.row.CommittedRows;
import dev.omnigraph.row.MadeVectors;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.view.View;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the vectors that are missing in one state of a branch: texts are read in one pass, embedded
 * while nothing is being written, and committed some hundreds at a time. Whoever ends it anywhere
 * loses one batch of calls to the model, and nothing else; run again, it goes on.
 */
public final class Filler {
  /** Vectors of one commit. */
  private static final int BATCH = 500;

  /** What the texts of one commit take in memory at most, about. */
  private static final int BATCH_CHARACTERS = 4 << 20;

  /** Texts refused one by one after which it is not the texts. */
  private static final int MOST_REFUSED = 20;

  private final @Nullable Embedder embedder;
  private final ToLongFunction<Operation<Long>> commits;
  private final BufferAllocator allocator;
  private final InstantSource clock;

  /**
   * @param embedder null where none is configured
   * @param commits commits an operation and gives its answer
   */
  public Filler(
      @Nullable Embedder embedder,
      ToLongFunction<Operation<Long>> commits,
      BufferAllocator allocator,
      InstantSource clock) {
    this.embedder = embedder;
    this.commits = commits;
    this.allocator = allocator;
    this.clock = clock;
  }

  /**
   * Fills what is missing.
   *
   * @param progress told the number of vectors so far, after each commit
   * @throws GraphException {@code embedder_missing}, {@code embedding_model_mismatch} when the
   *     configured model is that of no property, and what the model or a commit gives; what was
   *     committed before stays
   */
  public EmbedAnswer run(View view, EmbedRequest request, LongConsumer progress) {
    requireModel(view.catalog());
    Run run = new Run(view, request, progress);
    try {
      return run.all();
    } catch (GraphException e) {
      throw run.embedded == 0
          ? e
          : e.retold(
                  "%s Before that, %,d vectors were made, which stay."
                      .formatted(e.getMessage(), run.embedded))
              .with("embedded", run.embedded)
              .build();
    }
  }

  /** That there is anything to do for the configured model, if there is anything to do at all. */
  private void requireModel(Catalog catalog) {
    GraphException missing = null;
    for (EntityType type : catalog.entities()) {
      for (MadeVectors.Column column : MadeVectors.of(new RowLayout(type)).columns()) {
        try {
          require(type, column);
          return;
        } catch (GraphException e) {
          missing = missing == null ? e : missing;
        }
      }
    }
    if (missing != null) {
      throw missing;
    }
  }

  /** Null when another model makes the vectors. */
  private @Nullable Embedder find(EntityType type, MadeVectors.Column column) {
    try {
      return require(type, column);
    } catch (GraphException e) {
      return null;
    }
  }

  private Embedder require(EntityType type, MadeVectors.Column column) {
    return Embedders.require(
        embedder, column.embedding().model(), type.name() + "." + column.property().name());
  }

  /** One request. */
  private final class Run {
    private final View view;
    private final EmbedRequest request;
    private final LongConsumer progress;
    private final Instant end;
    private long embedded;
    private long tried;
    private long committed;

    Run(View view, EmbedRequest request, LongConsumer progress) {
      this.view = view;
      this.request = request;
      this.progress = progress;
      this.end = clock.instant().plus(request.time());
    }

    EmbedAnswer all() {
      List<EmbedAnswer.Property> properties = new ArrayList<>();
      for (EntityType type : view.catalog().entities()) {
        for (MadeVectors.Column column : MadeVectors.of(new RowLayout(type)).columns()) {
          properties.add(new Column(type, column).fill());
        }
      }
      return new EmbedAnswer(request.options().branch(), committed, properties);
    }

    private boolean goesOn() {
      return tried < request.limit() && clock.instant().isBefore(end);
    }

    /** The texts of one property. */
    private final class Column {
      private final EntityType type;
      private final MadeVectors.Column column;
      private final @Nullable Embedder chosen;
      private final Map<String, String> texts = new LinkedHashMap<>();
      private int characters;
      private long done;
      private long refused;
      private long left;

      Column(EntityType type, MadeVectors.Column column) {
        this.type = type;
        this.column = column;
        this.chosen = find(type, column);
      }

      EmbedAnswer.Property fill() {
        var pin = view.pins().get(type.tableId());
        if (pin != null && pin.rows() > 0) {
          CommittedRows.visit(
              view.table(type),
              ScanRequest.of(List.of(ArrowSchemas.ID, column.embedding().source()))
                  .where(withoutVector()),
              (batch, row) ->
                  take(
                      CommittedRows.text(batch, ArrowSchemas.ID, row),
                      CommittedRows.text(batch, column.embedding().source(), row)));
          flush();
        }
        return new EmbedAnswer.Property(
            type.name(), column.property().name(), column.embedding().model(), done, refused, left);
      }

      private Predicate withoutVector() {
        return new Predicate.And(
            List.of(
                new Predicate.IsNull(column.property().name()),
                new Predicate.Not(new Predicate.IsNull(column.embedding().source()))));
      }

      private void take(String id, String text) {
        if (text.isBlank()) {
          return;
        }
        if (chosen == null || !goesOn()) {
          left++;
          return;
        }
        tried++;
        texts.put(id, text);
        characters += text.length();
        if (texts.size() == BATCH || characters > BATCH_CHARACTERS) {
          flush();
        }
      }

      private void flush() {
        if (texts.isEmpty()) {
          return;
        }
        Map<String, Made> made = new LinkedHashMap<>();
        embed(Objects.requireNonNull(chosen), List.copyOf(texts.entrySet()), made);
        texts.clear();
        characters = 0;
        if (!made.isEmpty()) {
          long written =
              commits.applyAsLong(new FillOperation(type.tableId(), column, made, allocator));
          committed += written > 0 ? 1 : 0;
          done += written;
          embedded += written;
          progress.accept(embedded);
        }
      }

      /** A text that the model refuses does not keep the others from having vectors. */
      private void embed(
          Embedder model, List<Map.Entry<String, String>> some, Map<String, Made> made) {
        try {
          List<float[]> vectors =
              model.embed(
                  some.stream().map(Map.Entry::getValue).toList(), FillOperation.dimension(column));
          for (int i = 0; i < some.size(); i++) {
            made.put(some.get(i).getKey(), new Made(some.get(i).getValue(), vectors.get(i)));
          }
        } catch (GraphException e) {
          if (!e.is(EmbedError.EMBEDDING_FAILED)) {
            throw e;
          }
          if (some.size() > 1) {
            embed(model, some.subList(0, some.size() / 2), made);
            embed(model, some.subList(some.size() / 2, some.size()), made);
          } else if (++refused > MOST_REFUSED) {
            throw e;
          }
        }
      }
    }
  }
}
