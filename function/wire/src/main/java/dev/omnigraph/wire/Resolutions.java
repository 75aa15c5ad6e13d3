package dev.omnigraph.wire;

import dev.omnigraph.call.Resolution;
import dev.omnigraph.call.Resolution.Take;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.value.ValueError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The decisions of a merge as a list of JSON objects. */
public final class Resolutions {
  private static final Set<String> MEMBERS = Set.of("type", "id", "take", "values");

  private Resolutions() {}

  /**
   * Reads the list.
   *
   * @throws GraphException {@code wrong_type} with the place in the list
   */
  public static List<Resolution> of(List<?> list) {
    List<Resolution> resolutions = new ArrayList<>();
    for (Object element : list) {
      resolutions.add(one("resolutions.[" + resolutions.size() + "]", element));
    }
    return resolutions;
  }

  private static Resolution one(String path, @Nullable Object element) {
    if (!(element instanceof Map<?, ?> members)) {
      throw wrong(path, "must be an object with type, id, and take or values");
    }
    for (Object name : members.keySet()) {
      if (!MEMBERS.contains(String.valueOf(name))) {
        throw wrong(path + "." + name, "is not known; an element has type, id, take and values");
      }
    }
    String type = text(path + ".type", members.get("type"));
    String id = text(path + ".id", members.get("id"));
    Object take = members.get("take");
    Object values = members.get("values");
    Take taken =
        take == null && values != null
            ? Take.VALUES
            : constant(path + ".take", text(path + ".take", take), Take.values());
    if (taken == Take.VALUES) {
      return new Resolution(type, id, taken, properties(path + ".values", values));
    }
    if (values != null) {
      throw wrong(path + ".values", "cannot stand beside a take of another side");
    }
    return Resolution.of(type, id, taken);
  }

  private static Map<String, @Nullable Object> properties(String path, @Nullable Object given) {
    if (!(given instanceof Map<?, ?> members)) {
      throw wrong(path, "must be an object of the properties to write");
    }
    Map<String, @Nullable Object> values = new HashMap<>();
    members.forEach((name, value) -> values.put(String.valueOf(name), value));
    return values;
  }

  /** One of few words. */
  static <E extends Enum<E>> E constant(String path, String text, E[] constants) {
    for (E constant : constants) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
        return constant;
      }
    }
    String known =
        Arrays.stream(constants)
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw wrong(path, "must be one of " + known);
  }

  private static String text(String path, @Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw wrong(path, "must be a text");
  }

  private static GraphException wrong(String path, String what) {
    return GraphException.of(ValueError.WRONG_TYPE, "The field \"%s\" %s.".formatted(path, what))
        .next("See /openapi.json for the types of the fields.")
        .with("field", path)
        .build();
  }
}
