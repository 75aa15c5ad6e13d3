package dev.omnigraph.access;

import dev.omnigraph.error.GraphException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who asks, as a credential says.
 *
 * @param name 1 to 512 characters, none of which is invisible: it is put into commits and logs
 * @param groups at most 200, with names as above
 */
public record Principal(Kind kind, String name, Set<String> groups) {
  private static final int MAX_NAME = 512;
  private static final int MAX_GROUPS = 200;

  /** By which credential somebody is known; a policy writes {@code User::"ann"}. */
  public enum Kind {
    /** The subject of a JWT. */
    USER("User"),
    /** An identity of IAM, by its ARN. */
    ROLE("Role"),
    /** An API token, by its name. */
    TOKEN("Token"),
    /** Whoever uses the command line, or a local server without tokens. */
    LOCAL("Local"),
    /** A function that acts by itself: {@code ingest}, {@code optimize}. */
    FUNCTION("Function");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    /** The type of the entity in Cedar. */
    public String type() {
      return type;
    }

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws GraphException {@code principal_name}
   */
  public Principal {
    check("name of a principal", name);
    if (groups.size() > MAX_GROUPS) {
      throw refused(
          "The principal is in " + groups.size() + " groups, which are more than " + MAX_GROUPS);
    }
    groups.forEach(group -> check("name of a group", group));
    groups = Collections.unmodifiableSet(new TreeSet<>(groups));
  }

  public static Principal of(Kind kind, String name, String... groups) {
    return new Principal(kind, name, Set.copyOf(Arrays.asList(groups)));
  }

  /**
   * A principal as people write it: {@code user:ann}, {@code token:ci}, {@code
   * role:arn:aws:iam::123456789012:role/web}.
   *
   * @throws GraphException {@code principal_name}
   */
  public static Principal parse(String text, Set<String> groups) {
    String kind = text.substring(0, Math.max(0, text.indexOf(':')));
    List<String> kinds = Arrays.stream(Kind.values()).map(Kind::text).toList();
    if (!kinds.contains(kind)) {
      throw GraphException.of(
              AccessError.PRINCIPAL_NAME, "\"" + text + "\" does not say whose name it is.")
          .next("Write KIND:NAME with one of these kinds: " + String.join(", ", kinds) + ".")
          .build();
    }
    return new Principal(
        Kind.values()[kinds.indexOf(kind)], text.substring(kind.length() + 1), groups);
  }

  /**
   * The text that commits carry. Names of users and tokens are chosen outside, so they carry their
   * kind: nobody is taken for a function or for a role.
   */
  public String actor() {
    return switch (kind) {
      case USER, TOKEN -> kind.text() + ":" + name;
      case ROLE, LOCAL, FUNCTION -> name;
    };
  }

  private static void check(String what, String text) {
    if (text.isBlank() || text.length() > MAX_NAME) {
      throw refused("A " + what + " has 1 to " + MAX_NAME + " characters, not " + text.length());
    }
    if (text.codePoints().anyMatch(Principal::isInvisible)) {
      throw refused("A " + what + " has a character that cannot be seen");
    }
  }

  /** Would break a line of a log, or make the rest of it look otherwise. */
  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private static GraphException refused(String message) {
    return GraphException.of(AccessError.PRINCIPAL_NAME, message + ".").build();
  }

  /** As settings and cases write it, without groups: {@code user:ann}. */
  public String text() {
    return kind.text() + ":" + name;
  }
}
