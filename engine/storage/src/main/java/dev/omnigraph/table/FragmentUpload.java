package dev.omnigraph.table;

import dev.omnigraph.store.Fingerprint;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fragments that Lance writes on this machine and that are sent from here. So their checksums are
 * known without asking the store, for which a commit would wait.
 */
final class FragmentUpload {
  private static final Logger LOG = LoggerFactory.getLogger(FragmentUpload.class);
  private static final int TRIES = 3;

  private final ObjectStore objects;
  private final String table;
  private final SortedMap<String, Fingerprint> sent = new TreeMap<>();

  /**
   * @param table its path below the root of the objects
   */
  FragmentUpload(ObjectStore objects, String table) {
    this.objects = objects;
    this.table = table;
  }

  /** Writes the files of fragments to a folder. */
  interface Writer {
    List<FragmentMetadata> write(String folder) throws IOException;
  }

  /** The files sent so far, by key. */
  SortedMap<String, Fingerprint> sent() {
    return sent;
  }

  /**
   * Sends what the writer writes.
   *
   * @throws StoreException when a file is not known to be there
   */
  List<FragmentMetadata> send(Writer writer) throws IOException {
    Path folder = Files.createTempDirectory("omnigraph-rows");
    try {
      List<FragmentMetadata> fragments = writer.write(folder.toString());
      for (FragmentMetadata fragment : fragments) {
        for (DataFile file : fragment.getFiles()) {
          byte[] body = Files.readAllBytes(folder.resolve("data").resolve(file.getPath()));
          String key = TableObject.data(table, file.getPath());
          Fingerprint fingerprint = Fingerprint.of(body);
          send(key, body, fingerprint);
          sent.put(key, fingerprint);
        }
      }
      return fragments;
    } finally {
      remove(folder);
    }
  }

  /** The name is nobody else's, so it may be sent again when it is not known to be there. */
  private void send(String key, byte[] body, Fingerprint fingerprint) {
    for (int i = 0; i < TRIES; i++) {
      if (objects.create(key, body) instanceof PutOutcome.Done) {
        return;
      }
      Optional<Fingerprint.Match> there = objects.verify(key, fingerprint);
      if (there.equals(Optional.of(Fingerprint.Match.SAME))) {
        return;
      }
    }
    throw new StoreException.Transient("The store did not acknowledge '" + key + "'.", null);
  }

  /** What stays does not fail a write that was sent. */
  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      LOG.info("a folder of sent rows stays: {}", e.getMessage());
    }
  }
}
