package dev.omnigraph.protocol.object;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoreException;
import dev.omnigraph.store.StoredObject;
import java.util.Optional;

/**
 * Conditional writes of one kind of object, with finding out what became of them. Each request is
 * sent once, and may land long after its sender stopped waiting, so the store's answer is one of
 * three: <em>done</em>, <em>refused</em>, <em>unknown</em>. After a refusal, which may be that of a
 * second delivery of the same request, and after an unknown outcome, the object is read:
 *
 * <table>
 *   <caption>What a writer does then</caption>
 *   <tr><th>write</th><th>{@link Own}</th><th>{@link Others}</th><th>{@link Absent}</th></tr>
 *   <tr><td>arm</td><td>go on</td><td>–</td>
 *       <td>start again under a new operation id: the request may still land</td></tr>
 *   <tr><td>publish</td><td>success</td><td>lost race</td>
 *       <td>send it again under the same seq; then fence the seq, which makes it certain</td></tr>
 *   <tr><td>branch</td><td>go on, if it lives</td><td>the name is taken</td>
 *       <td>send it again; then unknown</td></tr>
 *   <tr><td>horizon</td><td>go on</td><td>raise that one</td><td>the same</td></tr>
 *   <tr><td>change set</td><td>go on</td><td>–</td><td>send it again; then fail</td></tr>
 * </table>
 *
 * <p>{@link Unknown} is never reported as a failure where the write could be seen.
 */
public final class ConditionalObject<T> {
  /** Without an acknowledgement a request that may be repeated is sent so often at most. */
  private static final int TRIES = 3;

  private final Requests requests;
  private final ObjectKind<T> kind;
  private final Seam write;
  private final Seam verify;
  private final Patience patience;

  /**
   * @param write names the writing request
   * @param verify names the reading one
   * @param patience whether a write that did not land is sent again
   */
  public ConditionalObject(
      Requests requests, ObjectKind<T> kind, Seam write, Seam verify, Patience patience) {
    this.requests = requests;
    this.kind = kind;
    this.write = write;
    this.verify = verify;
    this.patience = patience;
  }

  /** What is known after a write. */
  public sealed interface Answer<T> {}

  /**
   * It is there.
   *
   * @param value as it was written, or what its kind says became of it
   */
  public record Own<T>(T value, String etag) implements Answer<T> {}

  /** Another's is there. A create can never land any more; a replace would be refused, too. */
  public record Others<T>(T value, String etag) implements Answer<T> {}

  /**
   * Neither is there, and the request may still land.
   *
   * @param untouched whether what the write rests on still is so: nothing, or what was to be
   *     replaced
   * @param cause the store's last answer
   */
  public record Absent<T>(boolean untouched, GraphException cause) implements Answer<T> {}

  /** It could not be read, and may be there. */
  public record Unknown<T>(GraphException cause) implements Answer<T> {}

  /** Whether to send again. */
  @FunctionalInterface
  public interface Patience {
    Patience NONE = sent -> false;

    Patience USUAL = sent -> sent < TRIES;

    /**
     * May wait before it answers.
     *
     * @param sent requests so far
     */
    boolean sendsAgain(int sent);
  }

  /**
   * Creates the object.
   *
   * @throws GraphException when the first request failed for certain
   */
  public Answer<T> create(String key, T value) {
    Write write = new Write(key, value, Optional.empty());
    return answer(write, write.send());
  }

  /** The same, after a first request that was not acknowledged. */
  public Answer<T> create(String key, T value, PutOutcome.Unknown first) {
    return answer(new Write(key, value, Optional.empty()), first);
  }

  /**
   * Replaces the object that has the ETag.
   *
   * @throws GraphException when the first request failed for certain
   */
  public Answer<T> replace(String key, T value, String etag) {
    Write write = new Write(key, value, Optional.of(etag));
    return answer(write, write.send());
  }

  /** Writes over what was read before, which may be nothing. */
  public Answer<T> put(String key, T value, Optional<String> etag) {
    return etag.isPresent() ? replace(key, value, etag.get()) : create(key, value);
  }

  /** Sends nothing: what is there now after an earlier create. */
  public Answer<T> look(String key, T value) {
    return look(new Write(key, value, Optional.empty()), inconsistent());
  }

  private Answer<T> answer(Write write, PutOutcome first) {
    PutOutcome outcome = first;
    for (int sent = 1; ; sent++) {
      if (outcome instanceof PutOutcome.Done done) {
        return new Own<>(write.value, done.etag());
      }
      Answer<T> found = look(write, cause(outcome));
      boolean mayRepeat =
          outcome instanceof PutOutcome.Unknown
              && found instanceof Absent<T> absent
              && absent.untouched();
      if (!mayRepeat || !patience.sendsAgain(sent)) {
        return found;
      }
      try {
        outcome = write.send();
      } catch (StoreException.Transient e) {
        outcome = new PutOutcome.Unknown(e);
      } catch (GraphException e) {
        // Whatever becomes of this request, an earlier one may still land.
        return new Unknown<>(e);
      }
    }
  }

  private Answer<T> look(Write write, StoreException cause) {
    try {
      Optional<StoredObject> stored = requests.get(verify, write.key);
      if (stored.map(StoredObject::etag).equals(write.over)) {
        return new Absent<>(true, cause);
      }
      if (stored.isEmpty()) {
        return new Absent<>(false, cause);
      }
      T found = kind.decode().apply(write.key, stored.get().body());
      return kind.isOwn().test(write.value, found)
          ? new Own<>(found, stored.get().etag())
          : new Others<>(found, stored.get().etag());
    } catch (GraphException e) {
      return new Unknown<>(e);
    }
  }

  private static StoreException cause(PutOutcome outcome) {
    return outcome instanceof PutOutcome.Unknown unknown ? unknown.cause() : inconsistent();
  }

  private static StoreException inconsistent() {
    return new StoreException.Transient(
        "The store refused a write and does not show what was in its way.", null);
  }

  /** One write, the same bytes however often it is sent. */
  private final class Write {
    private final String key;
    private final T value;
    private final Optional<String> over;
    private final byte[] body;

    Write(String key, T value, Optional<String> over) {
      this.key = key;
      this.value = value;
      this.over = over;
      this.body = kind.encode().apply(value);
    }

    PutOutcome send() {
      return over.isPresent()
          ? requests.replace(write, key, body, over.get())
          : requests.create(write, key, body);
    }
  }
}
