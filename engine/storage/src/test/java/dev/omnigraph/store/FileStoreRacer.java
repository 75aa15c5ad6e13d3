package dev.omnigraph.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A process that races with others on one folder, and says how many keys it created. */
final class FileStoreRacer {
  static final int KEYS = 200;
  static final int INCREMENTS = 100;
  static final int BODY = 20_000;

  private FileStoreRacer() {}

  static Process start(Path root, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(FileStoreRacer.class.getName(), root.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  public static void main(String[] args) throws IOException {
    if (args.length > 2) {
      hold(Path.of(args[0]), args[2]);
    }
    ObjectStore store = new FileObjectStore(Path.of(args[0]), Instant::now);
    if (args.length > 1) {
      for (int i = 0; ; i++) {
        increment(store, 1);
        store.create("race/" + ProcessHandle.current().pid() + "-" + i, new byte[BODY]);
        System.out.print('.');
        System.out.flush();
      }
    }
    int created = 0;
    for (int i = 0; i < KEYS; i++) {
      if (store.create("race/" + i, new byte[BODY]) instanceof PutOutcome.Done) {
        created++;
      }
    }
    increment(store, INCREMENTS);
    System.out.println(created);
  }

  /** As an application and its test do it that a framework loads apart. */
  static void mainInAnotherClassLoader(Path root) {
    try {
      runInAnotherClassLoader(root);
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void runInAnotherClassLoader(Path root)
      throws IOException, ReflectiveOperationException {
    List<URL> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      classPath.add(Path.of(entry).toUri().toURL());
    }
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader loader = new URLClassLoader(classPath.toArray(URL[]::new), platform)) {
      Method main =
          loader.loadClass(FileStoreRacer.class.getName()).getMethod("main", String[].class);
      main.setAccessible(true);
      main.invoke(null, (Object) new String[] {root.toString()});
    }
  }

  private static void hold(Path locks, String key) throws IOException {
    new FileLocks(locks, Duration.ofSeconds(30))
        .exclusively(
            key,
            () -> {
              System.out.print('.');
              System.out.flush();
              while (true) {
                LockSupport.park();
              }
            });
  }

  static void increment(ObjectStore store, int times) {
    int done = 0;
    for (int attempts = 0; done < times && attempts < 10_000; attempts++) {
      StoredObject read = store.get("counter").orElseThrow();
      int next = Integer.parseInt(new String(read.body(), UTF_8)) + 1;
      if (store.replace("counter", ("" + next).getBytes(UTF_8), read.etag())
          instanceof PutOutcome.Done) {
        done++;
      }
    }
  }
}
