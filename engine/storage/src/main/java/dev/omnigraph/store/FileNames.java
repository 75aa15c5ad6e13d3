package dev.omnigraph.store;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * Keys as paths below a folder, one to one. Printable ASCII stands for itself, so that the files
 * another writer (Lance) puts there have the keys one expects; every other byte of the UTF-8 form
 * is {@code %XX}, because the JVM cannot name such a file when the locale is not UTF-8.
 */
final class FileNames {
  /** Holds the store's own files; no key maps to it. */
  static final String RESERVED = ".omnigraph";

  private static final String ESCAPED = "%\\:*?\"<>|";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private FileNames() {}

  /** Of a folder, without the slash that {@link Path#toUri} adds only when the folder exists. */
  static URI uri(Path folder) {
    String uri = folder.toUri().toString();
    return URI.create(uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri);
  }

  static Path resolve(Path root, String key) {
    Path path = root;
    for (String segment : KeyRules.check(key).split("/", -1)) {
      path = path.resolve(encode(segment));
    }
    return path;
  }

  /** The folder that a file of a key is in. */
  static Path folder(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  /** The key of a file, or empty when no key maps to it. */
  static Optional<String> key(Path root, Path file) {
    StringBuilder key = new StringBuilder();
    for (Path name : root.relativize(file)) {
      Optional<String> segment = decode(name.toString());
      if (segment.isEmpty()) {
        return Optional.empty();
      }
      key.append(key.isEmpty() ? "" : "/").append(segment.get());
    }
    return Optional.of(key.toString());
  }

  private static String encode(String segment) {
    if (segment.equals(RESERVED)) {
      return "%2E" + segment.substring(1);
    }
    StringBuilder name = new StringBuilder();
    for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
      if (b >= 0x20 && b < 0x7f && ESCAPED.indexOf(b) < 0) {
        name.append((char) b);
      } else {
        name.append('%').append(HEX.toHexDigits(b));
      }
    }
    return name.toString();
  }

  private static Optional<String> decode(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '%') {
        bytes.write(c);
      } else if (i + 2 < name.length()
          && HexFormat.isHexDigit(name.charAt(i + 1))
          && HexFormat.isHexDigit(name.charAt(i + 2))) {
        bytes.write(HexFormat.fromHexDigits(name, i + 1, i + 3));
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    String segment = bytes.toString(StandardCharsets.UTF_8);
    return encode(segment).equals(name) ? Optional.of(segment) : Optional.empty();
  }
}
