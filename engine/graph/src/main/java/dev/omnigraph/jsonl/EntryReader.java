package dev.omnigraph.jsonl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.id.TableId;
import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.lang.Suggestions;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line into one row, whatever it holds: {@code {"type":"Person","data":{…}}} or {@code
 * {"edge":"Knows","from":"<id>","to":"<id>","data":{…}}}. {@code data} may carry the {@code id},
 * which must be the one that the key gives, and a ULID where there is no key.
 */
final class EntryReader {
  private static final List<String> NODE_MEMBERS = List.of("type", "data");
  private static final List<String> EDGE_MEMBERS = List.of("edge", "from", "to", "data");

  private final Catalog catalog;
  private final FreshIds ids;
  private final Violations violations;
  private final LineParser parser;
  private final Map<TableId, RowLayout> layouts = new HashMap<>();
  private final RightLine rightLine;

  /**
   * A row read.
   *
   * @param minted whether its id was made here, so that nobody has it
   */
  record Entry(RowLayout layout, @Nullable Object[] values, boolean minted) {}

  EntryReader(Catalog catalog, FreshIds ids, Violations violations, int lineBytes) {
    this.catalog = catalog;
    this.ids = ids;
    this.violations = violations;
    this.parser = new LineParser(lineBytes);
    this.rightLine = new RightLine(catalog);
    catalog.entities().forEach(t -> layouts.put(t.tableId(), new RowLayout(t)));
  }

  /** The row that a line states, or null when it is blank or something is wrong with it. */
  @Nullable Entry read(byte[] bytes, int start, int end, int number) {
    try {
      LineParser.Line line = parser.parse(bytes, start, end, number);
      return line == null ? null : new Line(line, number).read();
    } catch (LineParser.Malformed e) {
      violations.add(e.violation());
      return null;
    }
  }

  /** One value being read. */
  private final class Line {
    private final JsonNode json;
    private final String source;
    private final int line;
    private final long before = violations.total();
    private boolean shownRight;
    private @Nullable EntityType type;

    Line(LineParser.Line read, int number) {
      this.json = read.json();
      this.source = read.text();
      this.line = number;
    }

    @Nullable Entry read() {
      if (!json.isObject()) {
        fail(ValueError.WRONG_TYPE, null, "is not a JSON object");
        return null;
      }
      boolean edge = json.has("edge");
      if (edge && json.has("type")) {
        fail(
            RuleError.UNKNOWN_MEMBER,
            "type",
            "stands beside `edge`; an entry is a node or an edge");
        return null;
      }
      if (!edge && !json.has("type")) {
        failShape(
            RuleError.MISSING_MEMBER,
            "type",
            "is missing: an entry names its `type` or its `edge`");
        return null;
      }
      checkMembers(edge ? EDGE_MEMBERS : NODE_MEMBERS);
      type = edge ? edgeType(json.get("edge")) : nodeType(json.get("type"));
      return type == null ? null : row(type);
    }

    private void checkMembers(List<String> known) {
      json.fieldNames()
          .forEachRemaining(
              name -> {
                if (!known.contains(name)) {
                  failShape(
                      RuleError.UNKNOWN_MEMBER, name, unknown(name, known, "members of an entry"));
                }
              });
    }

    private @Nullable EntityType nodeType(JsonNode name) {
      if (!name.isTextual()) {
        fail(ValueError.WRONG_TYPE, "type", "is not a string");
        return null;
      }
      Optional<? extends EntityType> node = catalog.node(name.textValue());
      if (node.isEmpty()) {
        boolean isEdge = catalog.edge(name.textValue()).isPresent();
        List<String> names = catalog.nodes().stream().map(EntityType::name).toList();
        fail(
            LanguageError.UNKNOWN_TYPE,
            "type",
            isEdge
                ? "`%s` is an edge type; write \"edge\", \"from\" and \"to\""
                    .formatted(name.textValue())
                : unknown(name.textValue(), names, "node types", "there is no node type"));
      }
      return node.orElse(null);
    }

    private @Nullable EntityType edgeType(JsonNode name) {
      if (!name.isTextual()) {
        fail(ValueError.WRONG_TYPE, "edge", "is not a string");
        return null;
      }
      Optional<? extends EntityType> edge = catalog.edge(name.textValue());
      if (edge.isEmpty()) {
        List<String> names = catalog.edges().stream().map(EntityType::name).toList();
        fail(
            LanguageError.UNKNOWN_TYPE,
            "edge",
            unknown(name.textValue(), names, "edge types", "there is no edge type"));
      }
      return edge.orElse(null);
    }

    private @Nullable Entry row(EntityType type) {
      RowLayout layout = java.util.Objects.requireNonNull(layouts.get(type.tableId()));
      @Nullable Object[] values = layout.blank();
      JsonNode data = json.get("data");
      if (data == null && type instanceof EdgeType) {
        data = JsonNodeFactory.instance.objectNode();
      }
      if (data == null || !data.isObject()) {
        failShape(
            data == null ? RuleError.MISSING_MEMBER : ValueError.WRONG_TYPE,
            "data",
            data == null ? "is missing" : "is not a JSON object");
        return null;
      }
      if (type instanceof EdgeType edge) {
        values[RowLayout.SRC] = endpoint("from", edge.source());
        values[RowLayout.DST] = endpoint("to", edge.target());
      }
      data.properties().forEach(member -> set(layout, values, member.getKey(), member.getValue()));
      boolean minted = identify(layout, values);
      return violations.total() == before ? new Entry(layout, values, minted) : null;
    }

    private @Nullable String endpoint(String member, String node) {
      JsonNode id = json.get(member);
      if (id == null || id.isNull()) {
        failShape(
            RuleError.MISSING_MEMBER,
            member,
            "is missing: an edge names the ids it leads from and to");
        return null;
      }
      if (!id.isTextual()) {
        fail(
            ValueError.WRONG_TYPE, member, "is not a string; ids are strings, \"7\" for the key 7");
        return null;
      }
      return catalog.node(node).orElseThrow().idOf(id.textValue());
    }

    private void set(RowLayout layout, @Nullable Object[] values, String name, JsonNode value) {
      int column = layout.position(name);
      if (column == RowLayout.ID) {
        if (value.isTextual()) {
          values[column] = value.textValue();
        } else {
          fail(ValueError.WRONG_TYPE, name, "is not a string");
        }
        return;
      }
      Property property = column < 0 ? null : layout.propertyAt(column);
      if (property == null) {
        List<String> names = layout.type().properties().stream().map(Property::name).toList();
        String what = "properties of `" + layout.type().name() + "`";
        fail(LanguageError.UNKNOWN_FIELD, name, unknown(name, names, what));
        return;
      }
      try {
        values[column] = JsonValues.fromJson(property.type(), value);
      } catch (ValueException e) {
        fail(e.errorCode(), name, String.valueOf(e.getMessage()));
      }
    }

    /** Sets the id, and says whether it was made here. */
    private boolean identify(RowLayout layout, @Nullable Object[] values) {
      try {
        return Identity.set(layout, values, ids);
      } catch (Identity.Refused e) {
        if (e.code() != RuleError.REQUIRED_MISSING) {
          fail(e.code(), e.field(), e.reason());
        } else if (violations.total() == before) {
          failShape(e.code(), e.field(), e.reason());
        }
        return false;
      }
    }

    private String unknown(String name, List<String> known, String what) {
      String help = Suggestions.help(name, known, what);
      return "is unknown" + (help == null ? "" : ". " + help);
    }

    /** A line of another shape is shown as it is written here; that says all that is wrong. */
    private void failShape(ErrorCode code, String member, String reason) {
      boolean first = violations.total() == before && violations.isShort();
      Optional<String> right = first ? rightLine.of(json) : Optional.empty();
      String end = reason.endsWith(".") || reason.endsWith("?") ? " Write " : "; write ";
      fail(code, member, reason + right.map(line -> end + line).orElse(""));
      shownRight |= right.isPresent();
    }

    private String unknown(String name, List<String> known, String what, String reason) {
      String help = Suggestions.help(name, known, what);
      return "%s `%s`.%s".formatted(reason, name, help == null ? "" : " " + help);
    }

    private void fail(ErrorCode code, @Nullable String field, String reason) {
      if (shownRight) {
        return;
      }
      violations.add(
          Violation.of(code, reason)
              .onLine(line)
              .in(type == null ? null : type.name())
              .at(field)
              .showing(excerpt(field)));
    }

    private String excerpt(@Nullable String field) {
      int at = field == null ? 0 : Math.max(0, source.indexOf("\"" + field + "\""));
      return LineParser.around(source, Math.min(source.length(), at + 20));
    }
  }
}
