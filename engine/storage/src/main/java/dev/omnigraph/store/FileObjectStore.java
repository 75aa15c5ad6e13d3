package dev.omnigraph.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * Objects as the files of a local folder: a key is the file's path below the root. For one host and
 * a file system with hard links, atomic rename and times finer than a microsecond (ext4, xfs,
 * btrfs, tmpfs, APFS); not for network file systems.
 *
 * <p><b>Create</b> writes and syncs a temporary file, then {@code link(2)}s it to its name: the
 * kernel admits one. <b>Replace</b> writes and syncs a temporary file, then compares the ETag and
 * renames under a lock that is held for these two calls only and that the operating system releases
 * when the process dies. A process killed anywhere leaves the old or the new object whole, and at
 * most a temporary file, which no listing shows and a later writer removes. Both sync the folder
 * before they are acknowledged.
 *
 * <p>The ETag is inode, time and size: a version exists beside the one it replaces, so the inode
 * differs, and a reused inode has a later time. It does not depend on the body.
 */
public final class FileObjectStore implements ObjectStore {
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);
  private static final int READ_ATTEMPTS = 1000;

  private final Path root;
  private final InstantSource clock;
  private final FileLocks locks;
  private final FileDrafts drafts;
  private final Durability durability;

  /**
   * A store of the folder {@code root}, which the first write creates; reading from an absent
   * folder fails. Reading writes nothing.
   *
   * @param clock the store's own time, which dates objects and listings
   */
  public FileObjectStore(Path root, InstantSource clock) {
    this(root, clock, Durability.FSYNC);
  }

  FileObjectStore(Path root, InstantSource clock, Durability durability) {
    this.durability = durability;
    this.root = root.toAbsolutePath().normalize();
    this.clock = clock;
    Path own = this.root.resolve(FileNames.RESERVED);
    this.locks = new FileLocks(own.resolve("locks"), LOCK_PATIENCE);
    this.drafts = new FileDrafts(this.root, own, clock, durability);
  }

  @Override
  public URI uri() {
    return FileNames.uri(root);
  }

  @Override
  public Optional<StoredObject> get(String key) {
    Path file = FileNames.resolve(root, key);
    try {
      // The body is that of the ETag only if the name meant the same version before and after.
      for (int i = 0; i < READ_ATTEMPTS; i++) {
        Optional<BasicFileAttributes> before = attributes(file);
        if (before.isEmpty()) {
          requireRoot();
          return Optional.empty();
        }
        Optional<StoredObject> object = readAs(key, file, before.get());
        if (object.isPresent()) {
          return object;
        }
      }
    } catch (IOException e) {
      throw failure("read", key, e);
    }
    throw new StoreException.Transient(
        "'" + key + "' was replaced faster than it could be read.", null);
  }

  @Override
  public Optional<byte[]> range(String key, long offset, int length) {
    return read(
        key,
        body -> {
          body.skip(offset);
          return body.readNBytes(length);
        });
  }

  @Override
  public PutOutcome create(String key, byte[] body) {
    return create(key, ObjectBody.of(body));
  }

  @Override
  public PutOutcome create(String key, ObjectBody body) {
    Path file = FileNames.resolve(root, key);
    String etag;
    try (FileDrafts.Draft draft = drafts.write(body)) {
      drafts.makeFolder(FileNames.folder(file));
      etag = etag(draft.attributes());
      if (!link(file, draft.path())) {
        return new PutOutcome.Refused();
      }
    } catch (IOException e) {
      throw failure("create", key, e);
    }
    return acknowledge(key, file, etag);
  }

  @Override
  public PutOutcome replace(String key, byte[] body, String etag) {
    Path file = FileNames.resolve(root, key);
    String newEtag;
    try {
      if (!isCurrent(file, etag)) {
        requireRoot();
        return new PutOutcome.Refused();
      }
      try (FileDrafts.Draft draft = drafts.write(ObjectBody.of(body))) {
        newEtag = etag(draft.attributes());
        boolean replaced =
            locks.exclusively(
                key,
                () -> {
                  if (!isCurrent(file, etag)) {
                    return false;
                  }
                  Files.move(draft.path(), file, StandardCopyOption.ATOMIC_MOVE);
                  return true;
                });
        if (!replaced) {
          return new PutOutcome.Refused();
        }
      }
    } catch (IOException e) {
      throw failure("replace", key, e);
    }
    return acknowledge(key, file, newEtag);
  }

  @Override
  public void delete(String key) {
    Path file = FileNames.resolve(root, key);
    try {
      if (attributes(file).isEmpty()) {
        requireRoot();
        return;
      }
      drafts.makeOwnFolders();
      // Under the lock: between the comparison and the rename of a replace, the rename would bring
      // the deleted object back.
      locks.exclusively(key, () -> Files.deleteIfExists(file));
      durability.folder(FileNames.folder(file));
    } catch (IOException e) {
      throw failure("delete", key, e);
    }
  }

  @Override
  public Listing list(String prefix) {
    KeyRules.checkPrefix(prefix);
    Path folder =
        prefix.isEmpty() ? root : FileNames.resolve(root, prefix.substring(0, prefix.length() - 1));
    Instant now = clock.instant();
    Map<String, ObjectEntry> entries = new TreeMap<>(KeyRules.ORDER);
    try {
      requireRoot();
      Files.walkFileTree(folder, new Lister(entries));
    } catch (IOException e) {
      throw failure("list", prefix, e);
    }
    return new Listing(entries.values().stream().toList(), now);
  }

  @Override
  public Optional<Fingerprint> fingerprint(String key) {
    return read(key, body -> checksum(body));
  }

  @Override
  public Optional<Fingerprint.Match> verify(String key, Fingerprint expected) {
    return read(key, body -> expected.compare(ContentDigests.of(body, "")));
  }

  @Override
  public boolean isNear() {
    return true;
  }

  @Override
  public void close() {
    // Nothing is held between calls.
  }

  private interface Reading<T> {
    T of(InputStream body) throws IOException;
  }

  private <T> Optional<T> read(String key, Reading<T> reading) {
    Path file = FileNames.resolve(root, key);
    try {
      if (attributes(file).isEmpty()) {
        requireRoot();
        return Optional.empty();
      }
      try (InputStream body = Files.newInputStream(file)) {
        return Optional.of(reading.of(body));
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failure("read", key, e);
    }
  }

  private static Fingerprint checksum(InputStream body) throws IOException {
    CheckedInputStream checked = new CheckedInputStream(body, new CRC32C());
    long size = checked.transferTo(OutputStream.nullOutputStream());
    return Fingerprint.ofCrc32c(size, checked.getChecksum().getValue());
  }

  /**
   * Regular files only, so that an empty folder is no object; what vanishes meanwhile is absent.
   */
  private final class Lister extends SimpleFileVisitor<Path> {
    private final Map<String, ObjectEntry> entries;

    Lister(Map<String, ObjectEntry> entries) {
      this.entries = entries;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
      if (found.isRegularFile()) {
        FileNames.key(root, file).ifPresent(key -> entries.put(key, entry(key, found)));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException || isBelowAFile(file)) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }

  private static ObjectEntry entry(String key, BasicFileAttributes file) {
    return new ObjectEntry(key, file.size(), etag(file), file.lastModifiedTime().toInstant());
  }

  private static Optional<StoredObject> readAs(String key, Path file, BasicFileAttributes version)
      throws IOException {
    byte[] body;
    try {
      body = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return isCurrent(file, etag(version))
        ? Optional.of(
            new StoredObject(key, body, etag(version), version.lastModifiedTime().toInstant()))
        : Optional.empty();
  }

  /** Whether the link was made; an empty folder of the same name is no object and gives way. */
  private static boolean link(Path file, Path draft) throws IOException {
    while (true) {
      try {
        Files.createLink(file, draft);
        return true;
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          return false;
        }
        removeEmptyFolders(file);
      }
    }
  }

  private static void removeEmptyFolders(Path folder) throws IOException {
    try (var inner = Files.walk(folder)) {
      for (Path path : inner.sorted(Comparator.reverseOrder()).toList()) {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          throw new DirectoryNotEmptyException(folder.toString());
        }
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private PutOutcome acknowledge(String key, Path file, String etag) {
    try {
      durability.folder(FileNames.folder(file));
      return new PutOutcome.Done(etag);
    } catch (IOException e) {
      return new PutOutcome.Unknown(
          new StoreException.Unknown("'" + key + "' was written but perhaps not durably.", e));
    }
  }

  private static boolean isCurrent(Path file, String etag) throws IOException {
    return attributes(file).map(a -> etag(a).equals(etag)).orElse(false);
  }

  /** Of a regular file; empty when there is none of that name. */
  private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return found.isRegularFile() ? Optional.of(found) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (isBelowAFile(file)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isBelowAFile(Path file) {
    for (Path up = file.getParent(); up != null; up = up.getParent()) {
      if (Files.isRegularFile(up)) {
        return true;
      }
    }
    return false;
  }

  private static String etag(BasicFileAttributes file) {
    Instant time = file.lastModifiedTime().toInstant();
    return file.fileKey() + "-" + time.getEpochSecond() + "." + time.getNano() + "-" + file.size();
  }

  private void requireRoot() {
    if (!Files.isDirectory(root)) {
      throw new StoreException.NotFound(
          "There is no folder " + uri() + ".",
          "Check the address of the graph, or create a graph there first.",
          null);
    }
  }

  private StoreException failure(String doing, String key, IOException e) {
    String what = "Could not " + doing + " '" + key + "' in " + uri() + ": ";
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    if (e instanceof AccessDeniedException
        || "Read-only file system".equals(reason)
        || "Operation not permitted".equals(reason)) {
      return new StoreException.Configuration(
          what + "this process has no right to.",
          "Give the user that runs it the right to " + doing + " files in that folder.",
          e);
    }
    if (e instanceof DirectoryNotEmptyException || isBelowAFile(FileNames.resolve(root, key))) {
      return new StoreException.Permanent(
          what + "one of its parents is an object, or it is the parent of one.",
          "Use another key: a file cannot also be a folder.",
          e);
    }
    if (reason != null && StoreException.Full.isSaidBy(reason.toLowerCase(Locale.ROOT))) {
      return new StoreException.Full(what + "the disk is full.", e);
    }
    if ("File name too long".equals(reason)) {
      return new StoreException.Permanent(
          what + "the file system does not take so long a name.", "Use a shorter name.", e);
    }
    return new StoreException.Transient(
        what + (reason == null ? e.getClass().getSimpleName() : reason) + ".", e);
  }
}
