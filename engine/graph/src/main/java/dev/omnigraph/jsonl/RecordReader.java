package dev.omnigraph.jsonl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.parquet.ParquetReader;
import dev.omnigraph.row.FreshIds;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.rule.RuleError;
import dev.omnigraph.rule.Violation;
import dev.omnigraph.rule.Violations;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.JsonValues;
import dev.omnigraph.value.ValueError;
import dev.omnigraph.value.ValueException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table as entities of one type. Its columns are properties, the {@code id}, and of
 * edges the ids {@code from} and {@code to}. A column that is missing is as a member that is
 * missing in a line of JSON; a field without a value is null.
 */
final class RecordReader {
  private static final String FROM = "from";
  private static final String TO = "to";

  private final Catalog catalog;
  private final Records records;
  private final FreshIds ids;
  private final Violations violations;
  private final LineParser parser;
  private final FieldText texts;
  private final @Nullable RowLayout layout;

  /** By column of the input, the position in a row. */
  private final int[] positions;

  /** Adds what is wrong with the type and the header to the violations. */
  RecordReader(
      Catalog catalog, Records records, FreshIds ids, Violations violations, int lineBytes) {
    this.catalog = catalog;
    this.records = records;
    this.ids = ids;
    this.violations = violations;
    this.parser = new LineParser(lineBytes);
    this.texts = new FieldText(parser);
    EntityType type = type();
    this.layout = type == null ? null : new RowLayout(type);
    this.positions = new int[records.columns().size()];
    if (layout != null) {
      checkColumns(layout);
    }
  }

  /** The row that a line states, or null when it is blank or something is wrong with it. */
  EntryReader.@Nullable Entry read(byte[] bytes, int start, int end, int line) {
    try {
      LineParser.Line read = parser.parse(bytes, start, end, line);
      return read == null ? null : row(Objects.requireNonNull(layout), read, line);
    } catch (LineParser.Malformed e) {
      violations.add(e.violation());
      return null;
    }
  }

  private EntryReader.@Nullable Entry row(RowLayout layout, LineParser.Line read, int line) {
    long before = violations.total();
    @Nullable Object[] values = layout.blank();
    for (int column = 0; column < positions.length; column++) {
      JsonNode field = read.json().get(column);
      set(layout, values, column, field.isNull() ? null : field, line);
    }
    if (violations.total() > before) {
      return null;
    }
    try {
      boolean minted = Identity.set(layout, values, ids);
      return new EntryReader.Entry(layout, values, minted);
    } catch (Identity.Refused e) {
      fail(e.code(), line, e.field(), e.reason(), null);
      return null;
    }
  }

  private void set(
      RowLayout layout, @Nullable Object[] values, int column, @Nullable JsonNode field, int line) {
    int position = positions[column];
    Property property = layout.propertyAt(position);
    String text = field == null ? null : field.asText();
    try {
      if (property != null) {
        values[position] = field == null ? null : value(property, field);
      } else if (position == RowLayout.ID) {
        values[position] = text;
      } else if (text == null) {
        fail(RuleError.MISSING_MEMBER, line, name(column), "is empty: an edge has two ends", null);
      } else {
        values[position] = end(layout.type(), position).idOf(text);
      }
    } catch (ValueException e) {
      fail(e.errorCode(), line, name(column), String.valueOf(e.getMessage()), text);
    } catch (JsonProcessingException | NumberFormatException e) {
      fail(RuleError.NOT_JSON, line, name(column), "is not a JSON array, such as [1, 2]", text);
    }
  }

  private @Nullable Object value(Property property, JsonNode field) throws JsonProcessingException {
    return records.typed() == null
        ? texts.value(property.type(), field.asText())
        : JsonValues.fromJson(property.type(), field);
  }

  private EntityType end(EntityType type, int position) {
    EdgeType edge = (EdgeType) type;
    return catalog.node(position == RowLayout.SRC ? edge.source() : edge.target()).orElseThrow();
  }

  private String name(int column) {
    return records.columns().get(column);
  }

  private @Nullable EntityType type() {
    String name = records.type();
    Optional<? extends EntityType> node = catalog.node(name);
    Optional<? extends EntityType> type = node.isPresent() ? node : catalog.edge(name);
    if (type.isEmpty()) {
      List<String> known = catalog.entities().stream().map(EntityType::name).toList();
      String help = Suggestions.help(name, known, "types");
      violations.add(
          Violation.of(
              LanguageError.UNKNOWN_TYPE,
              "there is no type `%s`.%s".formatted(name, help == null ? "" : " " + help)));
    }
    return type.orElse(null);
  }

  private void checkColumns(RowLayout layout) {
    Set<String> seen = new HashSet<>();
    List<String> known = known(layout);
    for (int column = 0; column < positions.length; column++) {
      String name = name(column);
      positions[column] = position(layout, name);
      if (!seen.add(name)) {
        fail(LanguageError.DUPLICATE_MEMBER, records.header(), name, twice(), null);
      } else if (positions[column] < 0) {
        String what = "columns of `" + layout.type().name() + "`";
        String help = Suggestions.help(name, known, what);
        fail(
            LanguageError.UNKNOWN_FIELD,
            records.header(),
            name,
            "is not a column. " + (help == null ? "" : help),
            null);
      } else if (records.typed() != null) {
        checkType(layout, records.typed().get(column), positions[column]);
      }
    }
    if (layout.type() instanceof EdgeType) {
      for (String end : List.of(FROM, TO)) {
        if (!seen.contains(end)) {
          fail(
              RuleError.MISSING_MEMBER,
              records.header(),
              end,
              (records.typed() == null ? "is not in the header" : "is not a column")
                  + ": an edge names the ids it leads from and to",
              null);
        }
      }
    }
  }

  private String twice() {
    return records.typed() == null ? "is in the header twice" : "is the name of two columns";
  }

  private void checkType(RowLayout layout, ParquetReader.Column column, int position) {
    Property property = layout.propertyAt(position);
    boolean fits =
        property == null ? ColumnTypes.fitsId(column) : ColumnTypes.fits(property.type(), column);
    if (!fits) {
      fail(
          ValueError.WRONG_TYPE,
          records.header(),
          column.name(),
          "expected %s, found a column of %s"
              .formatted(
                  property == null ? "String" : property.type().spelling(), column.spelling()),
          null);
    }
  }

  private static List<String> known(RowLayout layout) {
    List<String> known = new ArrayList<>(List.of("id"));
    if (layout.type() instanceof EdgeType) {
      known.addAll(List.of(FROM, TO));
    }
    layout.type().properties().forEach(property -> known.add(property.name()));
    return known;
  }

  /** The position of a column in a row, or -1. */
  private static int position(RowLayout layout, String name) {
    if (layout.type() instanceof EdgeType) {
      switch (name) {
        case FROM -> {
          return RowLayout.SRC;
        }
        case TO -> {
          return RowLayout.DST;
        }
        default -> {}
      }
    }
    int position = layout.position(name);
    return position == RowLayout.ID || layout.propertyAt(Math.max(0, position)) != null
        ? position
        : -1;
  }

  private void fail(
      ErrorCode code, int line, String field, String reason, @Nullable String excerpt) {
    violations.add(
        Violation.of(code, reason)
            .onLine(line)
            .in(layout == null ? records.type() : layout.type().name())
            .at(field)
            .showing(excerpt == null ? null : LineParser.around(excerpt, 0)));
  }
}
