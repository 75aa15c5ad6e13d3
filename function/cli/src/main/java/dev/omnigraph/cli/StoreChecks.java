package dev.omnigraph.cli;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import dev.omnigraph.GraphStorage;
import dev.omnigraph.cli.remote.RemoteError;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.store.FolderLocation;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoreLocation;
import dev.omnigraph.table.Tables;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkClientException;

/** A folder or a bucket: by which credentials it is reached, and what they let one do with it. */
final class StoreChecks {
  private static final Duration MOST_SKEW = Duration.ofMinutes(5);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private StoreChecks() {}

  static List<Check> of(String root, Map<String, String> environment, boolean readOnly) {
    List<Check> checks = new ArrayList<>();
    GraphStorage storage;
    try {
      if (root.startsWith("s3:")) {
        checks.add(credentials(environment));
        checks.add(clock(environment));
      }
      storage = Storages.open(root, environment);
    } catch (GraphException e) {
      checks.add(Check.fail(Check.STORE, String.valueOf(e.getMessage()), e.nextStep()));
      return checks;
    }
    try (ObjectStore store = storage.objects();
        Tables unused = storage.tables()) {
      Check listing = Check.of(Check.LIST, () -> "%s lists its objects".formatted(listed(store)));
      checks.add(listing);
      if (!listing.isFailed()) {
        checks.addAll(readOnly ? List.of() : rights(store));
      }
    }
    return checks;
  }

  /** Whose the folder is; empty for a bucket, or where the system does not tell. */
  static Optional<String> owner(String root) {
    try {
      return StoreLocation.parse(root) instanceof FolderLocation(Path folder)
          ? Optional.of(Files.getOwner(folder).getName())
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static URI listed(ObjectStore store) {
    int unused = store.list("__probe/").entries().size();
    return store.uri();
  }

  /** Found or not, and of what kind; never shown. */
  private static Check credentials(Map<String, String> environment) {
    try {
      String key = Servers.credentials(environment).resolveCredentials().accessKeyId();
      String from =
          environment.containsKey("AWS_ACCESS_KEY_ID") ? "environment" : "profile or host";
      String kind = key.startsWith("ASIA") ? "temporary ones" : "an access key";
      return Check.ok("credentials", "%s of the %s".formatted(kind, from));
    } catch (SdkClientException e) {
      return Check.fail("credentials", "none are found", RemoteError.NO_AWS_CREDENTIALS.nextStep());
    }
  }

  /** An object is made, made again, read and deleted, under a key that nobody else uses. */
  private static List<Check> rights(ObjectStore store) {
    String key = "__probe/" + UUID.randomUUID();
    byte[] body = ("{\"probe\":\"" + key + "\"}").getBytes(StandardCharsets.UTF_8);
    List<Check> checks = new ArrayList<>();
    checks.add(put(store, key, body));
    if (!checks.getFirst().isFailed()) {
      checks.add(
          store.create(key, body) instanceof PutOutcome.Done
              ? Check.fail(
                  "create only",
                  "an object that is there is written again",
                  "Use Amazon S3, or a store that has conditional writes.")
              : Check.ok("create only", "an object that is there is not written again"));
      checks.add(
          Check.of(
              "read",
              () ->
                  store.get(key).isPresent()
                      ? "what was written is read"
                      : "what was written is not there"));
      checks.add(
          Check.of(
              "delete",
              () -> {
                store.delete(key);
                return "what was written is deleted";
              }));
    }
    return checks;
  }

  private static Check put(ObjectStore store, String key, byte[] body) {
    try {
      return switch (store.create(key, body)) {
        case PutOutcome.Done done -> Check.ok("write", "an object is written");
        case PutOutcome.Refused refused ->
            Check.fail("write", "an object is not written", "Look at the rights of the bucket.");
        case PutOutcome.Unknown unknown ->
            Check.fail(
                "write", String.valueOf(unknown.cause().getMessage()), "Run the command again.");
      };
    } catch (GraphException e) {
      return Check.fail("write", String.valueOf(e.getMessage()), e.nextStep());
    }
  }

  /** Any answer of the store tells its time, also one that refuses. */
  private static Check clock(Map<String, String> environment) {
    String store = environment.getOrDefault("AWS_ENDPOINT_URL", "https://s3.amazonaws.com");
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(store)).timeout(PATIENCE).HEAD().build();
      HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
      return response
          .headers()
          .firstValue("Date")
          .map(date -> RFC_1123_DATE_TIME.parse(date, Instant::from))
          .map(date -> clock(date, Instant.now()))
          .orElseGet(() -> unknownClock(store));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unknownClock(store);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      return unknownClock(store);
    }
  }

  private static Check unknownClock(String store) {
    return Check.warn(
        "clock",
        "%s does not tell its time".formatted(store),
        "Check that the store can be reached from here.");
  }

  /** A clock that is too far off has its signatures refused. */
  static Check clock(Instant server, Instant own) {
    Duration skew = Duration.between(server, own).abs();
    return skew.compareTo(MOST_SKEW) > 0
        ? Check.fail(
            "clock",
            "this clock is %d s from the server's".formatted(skew.toSeconds()),
            "Set the clock of this machine: signatures and tokens depend on it.")
        : Check.ok("clock", "within %d s of the server's".formatted(skew.toSeconds() + 1));
  }
}
