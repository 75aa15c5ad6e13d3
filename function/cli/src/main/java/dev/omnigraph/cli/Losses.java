package dev.omnigraph.cli;

import dev.omnigraph.Snapshot;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.SchemaStep;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** What a change of the schema takes from a branch, with how many rows have it. */
final class Losses {
  private final SchemaPlan plan;
  private final Snapshot before;

  Losses(SchemaPlan plan, Snapshot before) {
    this.plan = plan;
    this.before = before;
  }

  /** Prints nothing when nothing is lost. */
  void print(PrintWriter out) {
    if (!plan.drops().isEmpty()) {
      out.println(text());
    }
  }

  String text() {
    List<String> lines = new ArrayList<>();
    for (SchemaStep step : plan.drops()) {
      switch (step) {
        case SchemaStep.DropType(var type, var hard) ->
            lines.add("%s: all of %s".formatted(type.name(), rows(type)));
        case SchemaStep.DropProperty(var type, var property, var hard) ->
            lines.add(
                "%s.%s: its values in %s".formatted(type.name(), property.name(), rows(type)));
        default -> throw new IllegalStateException("not a drop: " + step);
      }
    }
    return "DATA IS LOST by this change:\n  " + String.join("\n  ", lines);
  }

  private String rows(EntityType type) {
    long rows =
        before.tables().stream()
            .filter(table -> table.tableId().equals(type.tableId()))
            .mapToLong(Snapshot.TableInfo::rows)
            .sum();
    return Summary.count(rows, "row");
  }
}
