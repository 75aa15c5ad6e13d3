package dev.omnigraph.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.function.Invocations;
import dev.omnigraph.function.watch.Invocation;
import jakarta.enterprise.context.ApplicationScoped;

/** Runs the work of one event, so that it is told of whether it ends well or badly. */
@ApplicationScoped
class EventRun {
  private final Invocations invocations;

  EventRun(Invocations invocations) {
    this.invocations = invocations;
  }

  /** What a handler does with an event. */
  @FunctionalInterface
  interface Work {
    /** Failures that it throws are counted; those that it survives it counts itself. */
    ObjectNode run(Invocation invocation) throws java.io.IOException;
  }

  ObjectNode run(String operation, Context context, Work work) throws java.io.IOException {
    Invocation invocation =
        invocations.begin(operation, context.getAwsRequestId(), context::getRemainingTimeInMillis);
    try {
      return work.run(invocation);
    } catch (RuntimeException e) {
      if (!(e instanceof EventException summary && summary.isSummary())) {
        invocation.failed(e);
      }
      throw e;
    } finally {
      invocations.end(invocation);
    }
  }
}
