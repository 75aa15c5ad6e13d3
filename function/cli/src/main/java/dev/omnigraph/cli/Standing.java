package dev.omnigraph.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.access.Principal;
import dev.omnigraph.cli.remote.Urls;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import java.io.IOException;
import java.util.Map;

/** Whether somebody is an administrator of a deployment, who may do everything. */
enum Standing {
  ADMINISTRATOR,
  OTHER,
  /** It is a setting of the deployment, and nothing at hand tells it. */
  UNKNOWN;

  /**
   * With files by the setting of the functions, where the environment has it. A server tells its
   * caller of itself, and of nobody else.
   *
   * @param asksGraph whether the graph is asked anything else
   */
  static Standing of(Principal who, GraphOption place, boolean asksGraph) {
    if (place.isNamed() && Urls.isUrl(place.place().value())) {
      return asksGraph ? byServer(who, place) : UNKNOWN;
    }
    Map<String, String> environment = place.configuration().environment();
    if (!environment.containsKey(LocalAccess.ADMINISTRATORS)) {
      return UNKNOWN;
    }
    return of(LocalAccess.administrators(environment).contains(who.text()));
  }

  private static Standing byServer(Principal who, GraphOption place) {
    try (Reach graph = place.reach()) {
      Answer caller = CallerChecks.access(graph, BranchName.MAIN);
      return caller.text("principal").equals(who.text())
          ? of(caller.flag("administrator"))
          : UNKNOWN;
    } catch (GraphException e) {
      return UNKNOWN;
    }
  }

  private static Standing of(boolean isAdministrator) {
    return isAdministrator ? ADMINISTRATOR : OTHER;
  }

  void write(JsonGenerator json) throws IOException {
    if (this == UNKNOWN) {
      json.writeNullField("administrator");
    } else {
      json.writeBooleanField("administrator", this == ADMINISTRATOR);
    }
  }
}
