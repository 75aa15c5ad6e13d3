package dev.omnigraph.cli.settings;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Suggestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What the environment and a profile say. What a command is told by its options comes before both;
 * a profile that is named with {@code --profile} comes before the environment, and one that is only
 * the default comes after it.
 */
public final class Configuration {
  /** What a profile may say, as {@code profile set} takes it. */
  public static final List<String> SETTINGS =
      List.of("graph", "token_env", "token_file", "auth", "region", "branch", "format");

  /** How a caller is known. */
  public static final List<String> AUTH = List.of("iam", "token");

  private static final Map<String, String> VARIABLES =
      Map.of("graph", "OMNIGRAPH_GRAPH", "region", "AWS_REGION");

  private final Map<String, String> environment;
  private final ConfigFile file;
  private final @Nullable Setting profile;
  private final boolean isNamed;

  private Configuration(
      Map<String, String> environment,
      ConfigFile file,
      @Nullable Setting profile,
      boolean isNamed) {
    this.environment = environment;
    this.file = file;
    this.profile = profile;
    this.isNamed = isNamed;
  }

  /**
   * @param named with {@code --profile}, or null
   * @throws GraphException {@code profile_not_found}, {@code configuration_unreadable}, {@code
   *     setting_invalid}
   */
  public static Configuration of(Map<String, String> environment, @Nullable String named) {
    ConfigFile file = ConfigFile.read(ConfigFile.place(environment));
    Setting profile = named == null ? null : new Setting(named, "--profile");
    if (profile == null) {
      profile =
          value(environment, "OMNIGRAPH_PROFILE")
              .map(name -> new Setting(name, "$OMNIGRAPH_PROFILE"))
              .or(
                  () ->
                      file.defaultProfile().map(name -> new Setting(name, file.path().toString())))
              .orElse(null);
    }
    if (profile != null) {
      require(file, profile.value());
      requireSettings(file, profile.value());
    }
    return new Configuration(environment, file, profile, named != null);
  }

  /**
   * @throws GraphException {@code profile_not_found}
   */
  public static void require(ConfigFile file, String profile) {
    SortedSet<String> known = file.profiles();
    if (!known.contains(profile)) {
      GraphException.Builder failure =
          GraphException.of(
                  SettingsError.PROFILE_NOT_FOUND,
                  "There is no profile %s in %s.".formatted(profile, file.path()))
              .with("profile", profile);
      String help = Suggestions.help(profile, known, "profiles");
      throw (help == null ? failure : failure.next(help)).build();
    }
  }

  /** A setting that is misspelt would be passed over, and a token not be sent. */
  private static void requireSettings(ConfigFile file, String profile) {
    for (String setting : file.settings(profile)) {
      if (!SETTINGS.contains(setting)) {
        throw invalid("%s: \"%s.%s\" is not a setting.".formatted(file.path(), profile, setting));
      }
    }
    file.value(profile, "auth")
        .filter(auth -> !AUTH.contains(auth))
        .ifPresent(
            auth -> {
              throw invalid(
                  "%s: \"%s\" cannot be the auth of a profile; it is `iam` or `token`."
                      .formatted(file.path(), auth));
            });
  }

  private static GraphException invalid(String message) {
    return GraphException.of(SettingsError.SETTING_INVALID, message).build();
  }

  /** The profile that applies, and what names it. */
  public Optional<Setting> profile() {
    return Optional.ofNullable(profile);
  }

  public ConfigFile file() {
    return file;
  }

  public Map<String, String> environment() {
    return environment;
  }

  public Optional<Setting> graph() {
    return value("graph");
  }

  public Optional<Setting> branch() {
    return value("branch");
  }

  public Optional<Setting> format() {
    return value("format");
  }

  public Optional<Setting> region() {
    return value("region");
  }

  /** Whether requests are signed for IAM. */
  public boolean isIam() {
    return value("auth").map(Setting::value).filter("iam"::equals).isPresent();
  }

  /**
   * The token, and where it was found. A token in the environment is not sent for a profile that
   * was named and has its own.
   *
   * @throws GraphException {@code token_missing}, {@code token_invalid}
   */
  public Optional<Setting> token() {
    Optional<Setting> own = profile == null ? Optional.empty() : ofProfile(profile.value());
    Optional<Setting> free =
        value(environment, "OMNIGRAPH_TOKEN").map(token -> new Setting(token, "$OMNIGRAPH_TOKEN"));
    Optional<Setting> token = isNamed ? own.or(() -> free) : free.or(() -> own);
    token.ifPresent(Configuration::requireToken);
    return token;
  }

  /** It goes into a header, and is printed nowhere, not even in an error. */
  private static void requireToken(Setting token) {
    if (!token.value().matches("[!-~]+")) {
      throw GraphException.of(
              SettingsError.TOKEN_INVALID,
              "The token of %s has a character that a token cannot have.".formatted(token.origin()))
          .build();
    }
  }

  /** A file with a token that others on the machine can read. */
  public Optional<Path> openTokenFile() {
    return profile == null
        ? Optional.empty()
        : file.value(profile.value(), "token_file")
            .map(this::path)
            .filter(Configuration::isReadByOthers);
  }

  private Optional<Setting> ofProfile(String name) {
    Optional<String> variable = file.value(name, "token_env");
    if (variable.isPresent()) {
      return Optional.of(
          value(environment, variable.get())
              .map(token -> new Setting(token, "$" + variable.get()))
              .orElseThrow(() -> missing(name, "the variable " + variable.get() + " is not set")));
    }
    return file.value(name, "token_file").map(this::path).map(path -> inFile(name, path));
  }

  private static Setting inFile(String profile, Path path) {
    try {
      String token = Files.readString(path).strip();
      if (token.isEmpty()) {
        throw missing(profile, path + " is empty");
      }
      return new Setting(token, path.toString());
    } catch (IOException e) {
      throw missing(profile, path + " cannot be read");
    }
  }

  private static GraphException missing(String profile, String reason) {
    return GraphException.of(
            SettingsError.TOKEN_MISSING, "Profile %s has no token: %s.".formatted(profile, reason))
        .build();
  }

  private Path path(String text) {
    return text.startsWith("~/")
        ? Path.of(environment.getOrDefault("HOME", "."), text.substring(2))
        : Path.of(text);
  }

  private static boolean isReadByOthers(Path path) {
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
      return rights.contains(PosixFilePermission.OTHERS_READ)
          || rights.contains(PosixFilePermission.GROUP_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private Optional<Setting> value(String setting) {
    Optional<Setting> own =
        profile == null
            ? Optional.empty()
            : file.value(profile.value(), setting)
                .map(value -> new Setting(value, "profile " + profile.value()));
    String variable = VARIABLES.getOrDefault(setting, "");
    Optional<Setting> free =
        variable.isEmpty()
            ? Optional.empty()
            : value(environment, variable).map(value -> new Setting(value, "$" + variable));
    return isNamed ? own.or(() -> free) : free.or(() -> own);
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
