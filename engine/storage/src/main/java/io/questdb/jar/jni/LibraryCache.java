package io.questdb.jar.jni;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Copies of libraries out of jars, one per content, shared by all processes of a user. */
record LibraryCache(Path folder) {

  static LibraryCache ofUser() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path caches =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return new LibraryCache(caches.toAbsolutePath().resolve("omnigraph"));
  }

  /**
   * The file with the resource's bytes, copied if it is not there in full. Processes may race: each
   * writes a file of its own and renames it into place whole.
   */
  Path copyOf(Class<?> owner, String resource) throws IOException {
    URL url = owner.getResource(resource);
    if (url == null) {
      throw new FileNotFoundException("The jar of Lance has no " + resource + ".");
    }
    URLConnection connection = url.openConnection();
    // A cached connection would keep the jar open for the life of the process.
    connection.setUseCaches(false);
    long size = connection.getContentLengthLong();
    String name = resource.substring(resource.lastIndexOf('/') + 1);
    Path target = folder.resolve("lance-" + content(connection, size)).resolve(name);
    if (Files.isRegularFile(target) && Files.size(target) == size) {
      disconnect(connection);
      return target;
    }
    Files.createDirectories(target.getParent());
    Path temporary = Files.createTempFile(target.getParent(), name, ".part");
    try (InputStream bytes = connection.getInputStream()) {
      long copied = Files.copy(bytes, temporary, StandardCopyOption.REPLACE_EXISTING);
      if (size >= 0 && copied != size) {
        throw new IOException("The resource ended after " + copied + " of " + size + " bytes.");
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return target;
  }

  /** Names the content by what the jar's index says, so that nothing has to be read. */
  private static String content(URLConnection connection, long size) throws IOException {
    String checksum =
        connection instanceof JarURLConnection jar && jar.getJarEntry() != null
            ? Long.toHexString(jar.getJarEntry().getCrc()) + "-"
            : "";
    return checksum + size;
  }

  private static void disconnect(URLConnection connection) throws IOException {
    if (connection instanceof JarURLConnection jar) {
      jar.getJarFile().close();
    }
  }
}
