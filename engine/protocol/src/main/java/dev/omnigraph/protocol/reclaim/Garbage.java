package dev.omnigraph.protocol.reclaim;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.store.Listing;
import dev.omnigraph.store.ObjectEntry;
import dev.omnigraph.table.TableObject;
import dev.omnigraph.table.TableObject.Kind;
import dev.omnigraph.table.TableVersion;
import dev.omnigraph.table.VersionContents;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Tells, of the objects of all tables, which of them nothing keeps. */
final class Garbage {
  /** A listing of several pages is no snapshot: what is as young as this may be listed in part. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private final VersionReader versions;
  private final Listing listing;
  private final Predicate<String> isThere;
  private final List<Candidate> candidates;
  private final Set<String> listed = new HashSet<>();
  private final Map<TableVersion, Instant> detachedAt = new HashMap<>();
  private final Set<String> marked = new HashSet<>();

  /** An object that may go. */
  record Candidate(ObjectEntry entry, TableObject object) {
    TableVersion version() {
      return new TableVersion(object.path(), object.version());
    }
  }

  /**
   * @param isThere asks the store about an object that was not listed
   */
  Garbage(VersionReader versions, Listing listing, Predicate<String> isThere) {
    this.versions = versions;
    this.isThere = isThere;
    this.listing = listing;
    this.candidates =
        listing.entries().stream()
            .flatMap(
                entry ->
                    TableObject.of(entry.key()).stream()
                        .map(object -> new Candidate(entry, object)))
            .toList();
    for (Candidate candidate : candidates) {
      listed.add(candidate.object().unit());
      if (candidate.object().kind() == Kind.DETACHED_VERSION) {
        detachedAt.put(candidate.version(), candidate.entry().lastModified());
      }
    }
  }

  /**
   * What may be deleted, versions before what they name.
   *
   * @throws GraphException {@code cleanup_refused} when a version that is kept lacks something:
   *     then it is not certain what the others need
   */
  List<Candidate> find(Kept kept, Collector.Operations operations) {
    versions.contents(kept.needed().versions(), this::keepVersion);
    keepFiles(kept.needed().files());
    marked.addAll(kept.needed().derived());
    marked.addAll(kept.spared().files());
    marked.addAll(kept.spared().derived());
    versions.contents(
        kept.spared().versions(), (version, contents) -> contents.ifPresent(this::mark));
    // Written by other means than this engine, perhaps; not ours to judge.
    versions.contents(
        versions(Kind.LINEAR_VERSION), (version, contents) -> contents.ifPresent(this::mark));
    return candidates.stream()
        .filter(c -> mayGo(c, operations))
        .sorted(Comparator.comparing(c -> c.object().kind() != Kind.DETACHED_VERSION))
        .toList();
  }

  private boolean mayGo(Candidate candidate, Collector.Operations operations) {
    return candidate.object().kind() != Kind.LINEAR_VERSION
        && !marked.contains(candidate.object().unit())
        && operations.areAllYoungerThan(candidate.entry().lastModified());
  }

  private void mark(VersionContents contents) {
    marked.addAll(contents.units());
  }

  private void keepVersion(TableVersion version, Optional<VersionContents> contents) {
    mark(contents.orElseThrow(() -> lacks(version, "itself")));
    if (isSettled(version)) {
      for (String unit : contents.get().vital()) {
        if (!listed.contains(unit)) {
          throw lacks(version, unit);
        }
      }
    }
  }

  private void keepFiles(Set<String> files) {
    for (String file : files) {
      // What was staged since the listing is not in it.
      if (!listed.contains(file) && !isThere.test(file)) {
        throw lacks(file);
      }
    }
    marked.addAll(files);
  }

  private boolean isSettled(TableVersion version) {
    Instant written = detachedAt.get(version);
    return written != null && written.plus(SETTLED).isBefore(listing.storeTime());
  }

  private List<TableVersion> versions(Kind kind) {
    return candidates.stream()
        .filter(c -> c.object().kind() == kind)
        .map(Candidate::version)
        .toList();
  }

  private static GraphException lacks(TableVersion version, String what) {
    return GraphException.of(
            ProtocolError.CLEANUP_REFUSED,
            "Version "
                + version.version()
                + " of the table "
                + version.path()
                + ", which a commit needs, lacks "
                + what
                + "; nothing was deleted.")
        .with("table", version.path())
        .build();
  }

  private static GraphException lacks(String file) {
    return GraphException.of(
            ProtocolError.CLEANUP_REFUSED,
            file + ", which a commit needs, is not in the store; nothing was deleted.")
        .with("object", file)
        .build();
  }
}
