package dev.omnigraph.soak;

import dev.omnigraph.testkit.S3Request;
import java.util.Arrays;
import java.util.function.Predicate;

/** Which of a worker's requests a deed waits for: the {@code count}th of a kind. */
record Moment(Kind kind, int count) {

  /** Requests by their part in the protocol. */
  enum Kind {
    ANY(request -> true),
    ARM(request -> isPut(request, "/__recovery/") && !isReplace(request)),
    REARM_OR_MARK(request -> isPut(request, "/__recovery/") && isReplace(request)),
    STAGE(request -> isPut(request, "/nodes/") || isPut(request, "/edges/")),
    PUBLISH_OR_FENCE(request -> isPut(request, "/__manifest/") && !isReplace(request)),
    HINT(request -> isPut(request, "/__manifest/branches/")),
    AUDIT(request -> isPut(request, "/__audit/")),
    UNARM(request -> request.method().equals("DELETE"));

    private final Predicate<S3Request> fits;

    Kind(Predicate<S3Request> fits) {
      this.fits = fits;
    }

    boolean fits(S3Request request) {
      return fits.test(request);
    }

    /** What a request is, {@link #ANY} when it is none in particular. */
    static Kind of(S3Request request) {
      return Arrays.stream(values())
          .filter(kind -> kind != ANY && kind.fits(request))
          .findFirst()
          .orElse(ANY);
    }

    private static boolean isPut(S3Request request, String folder) {
      return request.method().equals("PUT") && request.key().contains(folder);
    }

    private static boolean isReplace(S3Request request) {
      return request.header("If-Match").isPresent();
    }
  }
}
