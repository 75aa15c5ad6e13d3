package dev.omnigraph.stack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A queue and the event source that polls it: batches, partial failures, redelivery after the
 * visibility timeout, and an end after a number of deliveries.
 */
final class Queue implements AutoCloseable {
  private static final int BATCH = 10;
  static final int MOST_DELIVERIES = 5;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Duration visibility;
  private final Receiver receiver;
  private final Consumer<String> dead;
  private final DelayQueue<Message> waiting = new DelayQueue<>();
  private final Thread poller;
  private long sent;
  private long done;

  /** What the function makes of a batch. */
  interface Receiver {
    /**
     * Takes a batch.
     *
     * @return ids of the messages that are to be delivered again
     */
    Set<String> take(String event);
  }

  private record Message(String id, String body, int deliveries, long visibleNanos)
      implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(visibleNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }

    Message delivered() {
      return new Message(id, body, deliveries + 1, visibleNanos);
    }
  }

  /**
   * Starts to poll.
   *
   * @param visibility after which what was handed back is delivered again
   * @param dead told of each message that was delivered too often
   */
  Queue(Duration visibility, Receiver receiver, Consumer<String> dead) {
    this.visibility = visibility;
    this.receiver = receiver;
    this.dead = dead;
    this.poller = Thread.ofPlatform().daemon().name("queue").start(this::poll);
  }

  synchronized void send(String body) {
    sent++;
    waiting.add(new Message("m" + sent, body, 0, System.nanoTime()));
  }

  /** Waits until every message that was sent is done with. */
  synchronized void awaitEmpty(Duration limit) throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + limit.toNanos();
    while (done < sent) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new TimeoutException((sent - done) + " of " + sent + " messages are not done with");
      }
      wait(left);
    }
  }

  @Override
  public void close() {
    poller.interrupt();
  }

  private void poll() {
    try {
      while (true) {
        Map<String, Message> batch = new TreeMap<>();
        Message first = waiting.take().delivered();
        batch.put(first.id(), first);
        while (batch.size() < BATCH) {
          Message next = waiting.poll();
          if (next == null) {
            break;
          }
          batch.put(next.id(), next.delivered());
        }
        deliver(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Map<String, Message> batch) {
    Set<String> handedBack = take(batch);
    List<Message> ended = new ArrayList<>();
    for (Message message : batch.values()) {
      if (!handedBack.contains(message.id())) {
        ended.add(message);
      } else if (message.deliveries() >= MOST_DELIVERIES) {
        dead.accept(message.body());
        ended.add(message);
      } else {
        long visible = System.nanoTime() + visibility.toNanos();
        waiting.add(new Message(message.id(), message.body(), message.deliveries(), visible));
      }
    }
    synchronized (this) {
      done += ended.size();
      notifyAll();
    }
  }

  /** A receiver that fails hands everything back: the poller goes on. */
  private Set<String> take(Map<String, Message> batch) {
    try {
      return receiver.take(event(batch));
    } catch (RuntimeException e) {
      System.err.println("A batch failed: " + e);
      return batch.keySet();
    }
  }

  private static String event(Map<String, Message> batch) {
    ObjectNode event = JSON.objectNode();
    ArrayNode entries = event.putArray("Records");
    for (Message message : batch.values()) {
      ObjectNode entry = entries.addObject().put("messageId", message.id());
      entry.put("body", message.body()).put("eventSource", "aws:sqs");
      entry.put("eventSourceARN", "arn:aws:sqs:us-east-1:000000000000:ingest");
      entry.putObject("attributes").put("ApproximateReceiveCount", "" + message.deliveries());
    }
    return event.toString();
  }
}
