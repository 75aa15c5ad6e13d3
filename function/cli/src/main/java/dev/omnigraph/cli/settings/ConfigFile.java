package dev.omnigraph.cli.settings;

import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The file of profiles, in the properties format of Java: {@code work.graph=…} is the graph of the
 * profile {@code work}, and {@code profile=work} makes it the default. Changing a value leaves all
 * other lines as they are.
 */
public final class ConfigFile {
  private static final String DEFAULT = "profile";

  private final Path path;
  private final Properties values;

  private ConfigFile(Path path, Properties values) {
    this.path = path;
    this.values = values;
  }

  /** Where it is, whether or not there is one. */
  public static Path place(Map<String, String> environment) {
    String named = environment.getOrDefault("OMNIGRAPH_CONFIG", "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    String base = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path folder =
        base.isEmpty() ? Path.of(environment.getOrDefault("HOME", "."), ".config") : Path.of(base);
    return folder.resolve("omnigraph").resolve("config.properties");
  }

  /**
   * @throws GraphException {@code configuration_unreadable}
   */
  public static ConfigFile read(Path path) {
    Properties values = new Properties();
    if (Files.exists(path)) {
      try (Reader in = Files.newBufferedReader(path)) {
        values.load(in);
      } catch (IOException | IllegalArgumentException e) {
        String reason =
            e instanceof CharacterCodingException
                ? "it is not UTF-8"
                : String.valueOf(e.getMessage());
        throw GraphException.of(
                SettingsError.CONFIGURATION_UNREADABLE,
                "%s cannot be read: %s.".formatted(path, reason))
            .cause(e)
            .build();
      }
    }
    return new ConfigFile(path, values);
  }

  public Path path() {
    return path;
  }

  /** In order. */
  public SortedSet<String> profiles() {
    SortedSet<String> names = new TreeSet<>();
    for (String key : values.stringPropertyNames()) {
      int dot = key.lastIndexOf('.');
      if (dot > 0) {
        names.add(key.substring(0, dot));
      }
    }
    return names;
  }

  /** What is set of a profile, known settings or not, in order. */
  SortedSet<String> settings(String profile) {
    SortedSet<String> settings = new TreeSet<>();
    for (String key : values.stringPropertyNames()) {
      if (key.lastIndexOf('.') == profile.length() && key.startsWith(profile)) {
        settings.add(key.substring(profile.length() + 1));
      }
    }
    return settings;
  }

  /** The profile that is used where none is named. */
  public Optional<String> defaultProfile() {
    return value(DEFAULT);
  }

  public Optional<String> value(String profile, String setting) {
    return value(profile + "." + setting);
  }

  private Optional<String> value(String key) {
    return Optional.ofNullable(values.getProperty(key))
        .map(String::strip)
        .filter(v -> !v.isEmpty());
  }

  /** Makes a profile the default. */
  public void use(String profile) throws IOException {
    write(DEFAULT, profile);
  }

  /** Sets a value, or takes it away where it is empty. */
  public void set(String profile, String setting, String value) throws IOException {
    write(profile + "." + setting, value);
  }

  private void write(String key, String value) throws IOException {
    List<String> lines = new ArrayList<>();
    if (Files.exists(path)) {
      lines.addAll(Files.readAllLines(path));
    }
    String line = key + "=" + value.replace("\\", "\\\\");
    int at = lineOf(key, lines);
    if (at >= 0) {
      lines.remove(at);
    }
    if (!value.isEmpty()) {
      lines.add(at >= 0 ? at : lines.size(), line);
    }
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.write(path, lines);
  }

  private static int lineOf(String key, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith(key) && line.substring(key.length()).strip().matches("[=:].*")) {
        return i;
      }
    }
    return -1;
  }
}
