package dev.omnigraph.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whole and durable temporary files, and durable folders to move them to. */
final class FileDrafts {
  private static final Logger LOG = LoggerFactory.getLogger(FileDrafts.class);

  /** A draft this old has lost its process; one that is alive after all fails and wrote nothing. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path root;
  private final Path own;
  private final Path folder;
  private final InstantSource clock;
  private final Durability durability;
  private final AtomicBoolean tidied = new AtomicBoolean();
  private final AtomicInteger stamps = new AtomicInteger();
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  FileDrafts(Path root, Path own, InstantSource clock, Durability durability) {
    this.durability = durability;
    this.root = root;
    this.own = own;
    this.folder = own.resolve("drafts");
    this.clock = clock;
  }

  /** A temporary file; closing removes its temporary name, if it still has it. */
  record Draft(Path path, BasicFileAttributes attributes) implements AutoCloseable {
    @Override
    public void close() {
      removeIfPossible(path);
    }
  }

  Draft write(ObjectBody body) throws IOException {
    makeOwnFolders();
    Path path = folder.resolve(UUID.randomUUID().toString());
    boolean whole = false;
    try (InputStream bytes = body.open();
        FileChannel channel =
            FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      bytes.transferTo(Channels.newOutputStream(channel));
      stamp(path);
      durability.file(channel);
      whole = true;
    } finally {
      if (!whole) {
        removeIfPossible(path);
      }
    }
    return new Draft(path, Files.readAttributes(path, BasicFileAttributes.class));
  }

  void makeOwnFolders() throws IOException {
    makeFolder(folder);
    makeFolder(own.resolve("locks"));
    if (tidied.compareAndSet(false, true)) {
      removeAbandoned(folder, Instant.now());
    }
  }

  /** Makes a folder and sees to it once per store that a power failure cannot take it back. */
  void makeFolder(Path wanted) throws IOException {
    boolean exists = Files.isDirectory(wanted);
    boolean ours = wanted.startsWith(root) && !wanted.equals(root);
    if (exists && (!ours || durable.contains(wanted))) {
      return;
    }
    Path parent = Objects.requireNonNull(wanted.getParent(), "the root folder exists");
    makeFolder(parent);
    try {
      Files.createDirectory(wanted);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(wanted)) {
        throw e;
      }
    }
    durability.folder(parent);
    durable.add(wanted);
  }

  /**
   * Dates the file by the store's clock. Part of the ETag, so the digits below a microsecond are a
   * counter: two versions in a row differ even when a test stops the clock.
   */
  private void stamp(Path path) throws IOException {
    Instant time =
        clock
            .instant()
            .truncatedTo(ChronoUnit.MICROS)
            .plusNanos(Math.floorMod(stamps.getAndIncrement(), 1000));
    BasicFileAttributeView view = Files.getFileAttributeView(path, BasicFileAttributeView.class);
    view.setTimes(FileTime.from(time), null, null);
    Instant kept = view.readAttributes().lastModifiedTime().toInstant();
    if (!kept.truncatedTo(ChronoUnit.MICROS).equals(time.truncatedTo(ChronoUnit.MICROS))) {
      throw new StoreException.Permanent(
          "The file system keeps times too coarsely to tell the versions of an object apart.",
          "Use a local ext4, xfs, btrfs, tmpfs or APFS folder, or S3.",
          null);
    }
  }

  /** Removes what was last changed a day before {@code now}. */
  static void removeAbandoned(Path folder, Instant now) throws IOException {
    Instant limit = now.minus(ABANDONED);
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder)) {
      for (Path draft : drafts) {
        // The change time is the kernel's; the modification time is the injected clock's.
        if (((FileTime) Files.getAttribute(draft, "unix:ctime")).toInstant().isBefore(limit)) {
          Files.deleteIfExists(draft);
        }
      }
    } catch (NoSuchFileException e) {
      // Its writer, or another that tidies up, was faster; the rest can wait for the next one.
    }
  }

  /** What stays is tidied up later; failing here would deny a write that has happened. */
  private static void removeIfPossible(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      LOG.warn("A temporary file could not be deleted: {}", draft, e);
    }
  }
}
