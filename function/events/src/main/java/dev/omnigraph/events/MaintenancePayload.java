package dev.omnigraph.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.id.BranchName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Which graphs and branches a run on a schedule is about: what it names, or all. */
record MaintenancePayload(Optional<String> graph, Optional<BranchName> branch) {
  /**
   * A schedule's own payload, or nothing at all from an EventBridge rule.
   *
   * @throws EventException {@code unknown_event}
   */
  static MaintenancePayload of(JsonNode event) {
    if (Events.isScheduled(event)) {
      return new MaintenancePayload(Optional.empty(), Optional.empty());
    }
    event
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!Set.of("graph", "branch").contains(field) || !event.get(field).isTextual()) {
                throw new EventException(
                    EventError.UNKNOWN_EVENT,
                    "The payload has the field \"%s\", which is unknown or no text."
                        .formatted(field),
                    "Send {} or {\"graph\": \"…\", \"branch\": \"…\"}.");
              }
            });
    return new MaintenancePayload(
        Optional.ofNullable(event.get("graph")).map(JsonNode::asText),
        Optional.ofNullable(event.get("branch")).map(JsonNode::asText).map(BranchName::new));
  }

  List<String> graphs(Supplier<List<String>> all) {
    return graph.map(List::of).orElseGet(all);
  }

  List<BranchName> branches(Supplier<List<BranchName>> all) {
    return branch.map(List::of).orElseGet(all);
  }
}
