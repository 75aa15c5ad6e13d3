package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.caller.ApiTokens;
import dev.omnigraph.caller.NewToken;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "new",
    description = {
      "Makes an API token and prints it, this once, with the entry of its hash.",
      "Only the entry is kept: in a file with --file, or where you put it."
    },
    footer = {
      "",
      "Example:",
      "  omnigraph token new --name ci --groups deploy --expires 90d --file tokens.json"
    },
    mixinStandardHelpOptions = true)
final class TokenNewCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "Who its holder is in policies: Token::\"NAME\".")
  private String name = "";

  @Option(
      names = "--groups",
      split = ",",
      paramLabel = "GROUP,…",
      hideParamSyntax = true,
      description = "The groups that its holder is in.")
  private List<String> groups = List.of();

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      converter = Converters.Expiry.class,
      description =
          "From when on it is refused: a time, as in 2027-01-31T00:00:00Z, or days or hours from"
              + " now, as in 90d. Default: never.")
  private @Nullable Instant expires;

  @Option(
      names = "--file",
      paramLabel = "FILE.json",
      description = "Adds the entry to this file, which is made where it is missing.")
  private @Nullable Path file;

  @Override
  public Integer call() {
    Output printed = output.object();
    NewToken made =
        NewToken.make(
            new SecureRandom(),
            name,
            Set.copyOf(groups),
            Optional.ofNullable(expires),
            Instant.now(),
            ActorOption.of(spec));
    if (file != null) {
      new TokenFile(file).change(tokens -> tokens.with(made.token()));
    }
    JsonNode entry =
        Answer.of(new ApiTokens(List.of(made.token())).json()).list("tokens").getFirst();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("token", made.text()).set("entry", entry);
    printed.object(
        Answer.of(answer.toString()),
        out -> {
          out.println(made.text());
          out.println(entry);
        });
    return 0;
  }
}
