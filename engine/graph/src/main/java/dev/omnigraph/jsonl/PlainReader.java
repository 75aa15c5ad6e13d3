package dev.omnigraph.jsonl;

import dev.omnigraph.row.FreshIds;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.schema.KeyPart;
import dev.omnigraph.schema.Property;
import dev.omnigraph.table.Utf8;
import dev.omnigraph.value.JsonValues;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.ValueException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The short way from a line to its row, for lines as nearly all are: right, and in {@link
 * PlainJson}. It makes neither a tree nor Strings of them. Of any other line it says nothing, and
 * {@link EntryReader} reads it; a line that both read has the same row.
 */
final class PlainReader {
  private static final int TYPE = 0;
  private static final int EDGE = 1;
  private static final int FROM = 2;
  private static final int TO = 3;
  private static final int DATA = 4;

  private static final byte[] END = {'}'};

  private static final int OF_NODE = 1 << TYPE | 1 << DATA;
  private static final int OF_EDGE = 1 << EDGE | 1 << FROM | 1 << TO | 1 << DATA;

  /** In the order of these numbers. */
  private final MemberNames members =
      new MemberNames(List.of("type", "edge", "from", "to", "data"));

  private final PlainJson json;
  private final FreshIds ids;
  private final List<LineShape> shapes;
  private @Nullable LineShape latest;
  private long line;

  // Of the line being read.
  private int given;
  private @Nullable LineShape shape;
  private @Nullable Utf8 from;
  private @Nullable Utf8 to;
  private @Nullable Object @Nullable [] values;

  /** Where the data begins that came before the type, or -1. */
  private int early;

  private int next;

  /**
   * @param bytes in which the lines are
   */
  PlainReader(byte[] bytes, Catalog catalog, FreshIds ids) {
    this.json = new PlainJson(bytes);
    this.ids = ids;
    this.shapes = catalog.entities().stream().map(type -> new LineShape(type, catalog)).toList();
  }

  /**
   * The row of the line that begins there; null when {@link EntryReader} has to look at the line.
   *
   * @param end of all lines
   */
  EntryReader.@Nullable Entry read(int start, int end) {
    line++;
    given = 0;
    shape = null;
    values = null;
    early = -1;
    json.begin(start, end);
    if (json.next() != '{') {
      return null;
    }
    int after;
    do {
      if (!member()) {
        return null;
      }
      after = json.next();
    } while (after == ',');
    LineShape found = shape;
    if (after != '}' || found == null || !endsLine(json.next())) {
      return null;
    }
    next = json.position();
    if (early >= 0) {
      json.begin(early, end);
      if (!properties(found)) {
        return null;
      }
    }
    return entry(found);
  }

  /** Where the line after the one that was read begins. */
  int next() {
    return next;
  }

  private static boolean endsLine(int after) {
    return after == '\n' || after < 0;
  }

  private boolean member() {
    int member = members.take(json);
    if (member < 0 || (given & 1 << member) != 0) {
      return false;
    }
    given |= 1 << member;
    int first = json.next();
    if (member == DATA) {
      if (first == '{' && shape != null) {
        return properties(shape);
      }
      early = json.position();
      return first == '{' && json.skipObject();
    }
    if (first != '"' || !json.text()) {
      return false;
    }
    switch (member) {
      case FROM -> from = json.utf8();
      case TO -> to = json.utf8();
      default -> shape = shape(member == EDGE);
    }
    return true;
  }

  private @Nullable LineShape shape(boolean isEdge) {
    LineShape likely = latest;
    if (likely != null && likely.isEdge == isEdge && json.isText(likely.name)) {
      return likely;
    }
    for (LineShape each : shapes) {
      if (each.isEdge == isEdge && json.isText(each.name)) {
        latest = each;
        return each;
      }
    }
    return null;
  }

  /** Takes the data of a line after its opening brace. */
  private boolean properties(LineShape of) {
    @Nullable Object[] row = of.layout.blank();
    values = row;
    if (json.takes(END)) {
      return true;
    }
    int after;
    do {
      int column = of.columns.take(json);
      if (column < 0 || of.given[column] == line) {
        return false;
      }
      of.given[column] = line;
      if (!value(of.layout, column, row)) {
        return false;
      }
      after = json.next();
    } while (after == ',');
    return after == '}';
  }

  private boolean value(RowLayout layout, int column, @Nullable Object[] row) {
    int first = json.next();
    Property property = layout.propertyAt(column);
    if (property == null) {
      // An endpoint is no property.
      row[column] = column == RowLayout.ID && first == '"' && json.text() ? json.utf8() : null;
      return row[column] != null;
    }
    if (first == 'n') {
      row[column] = null;
      return json.rest("null");
    }
    PropertyType type = property.type();
    if (first == '"' && type == Scalar.STRING) {
      row[column] = json.text() ? json.utf8() : null;
      return row[column] != null;
    }
    Object plain = first == '[' ? list() : scalar(first);
    boolean fits = plain instanceof Integer && type == Scalar.I32;
    row[column] = plain == null || fits ? plain : converted(type, plain);
    return row[column] != null;
  }

  /** A text, number or truth value; null when it is none. */
  private @Nullable Object scalar(int first) {
    return switch (first) {
      case '"' -> json.text() ? json.string() : null;
      case 't' -> json.rest("true") ? true : null;
      case 'f' -> json.rest("false") ? false : null;
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> json.number();
      default -> null;
    };
  }

  private @Nullable List<Object> list() {
    List<Object> elements = new ArrayList<>();
    int first = json.next();
    if (first == ']') {
      return elements;
    }
    while (true) {
      Object element = scalar(first);
      if (element == null) {
        return null;
      }
      elements.add(element);
      int after = json.next();
      if (after != ',') {
        return after == ']' ? elements : null;
      }
      first = json.next();
    }
  }

  private static @Nullable Object converted(PropertyType type, Object plain) {
    try {
      return JsonValues.fromJson(type, plain);
    } catch (ValueException e) {
      return null;
    }
  }

  private EntryReader.@Nullable Entry entry(LineShape of) {
    boolean complete = of.isEdge ? (given | 1 << DATA) == OF_EDGE : given == OF_NODE;
    if (!complete) {
      return null;
    }
    RowLayout layout = of.layout;
    @Nullable Object[] row = values == null ? layout.blank() : values;
    if (of.isEdge) {
      row[RowLayout.SRC] = end(of.source, from);
      row[RowLayout.DST] = end(of.target, to);
    }
    Object named = row[RowLayout.ID];
    if (of.key != null) {
      Utf8 id = id(of.key, of.layout, row);
      row[RowLayout.ID] = id;
      return id == null || (named != null && !named.equals(id))
          ? null
          : new EntryReader.Entry(layout, row, false);
    }
    if (named == null) {
      row[RowLayout.ID] = ids.next();
    } else if (!IdSource.isId(named.toString())) {
      return null;
    }
    return new EntryReader.Entry(layout, row, named == null);
  }

  private static @Nullable Utf8 end(Constraint.@Nullable Key key, @Nullable Utf8 given) {
    return key == null || given == null ? given : Utf8.of(key.idOf(given.toString()));
  }

  /** The id that the key gives; null when it gives none. */
  private static @Nullable Utf8 id(Constraint.Key key, RowLayout layout, @Nullable Object[] row) {
    Map<String, Object> values = new HashMap<>();
    for (KeyPart part : key.parts()) {
      Object value = row[layout.position(part.member())];
      if (value == null) {
        return null;
      }
      if (key.parts().size() == 1 && !part.isComputed() && value instanceof Utf8 text) {
        return text;
      }
      values.put(part.member(), value instanceof Utf8 text ? text.toString() : value);
    }
    try {
      return Utf8.of(key.id(values));
    } catch (ValueException e) {
      return null;
    }
  }
}
