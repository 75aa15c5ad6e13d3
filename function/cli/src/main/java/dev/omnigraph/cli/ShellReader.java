package dev.omnigraph.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.Widget;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** Reads statements from a terminal: with a history, over several lines, and with completion. */
final class ShellReader {
  private static final int KEPT = 1_000;

  private final LineReader reader;
  private final Terminal terminal;

  ShellReader(Terminal terminal, ShellWords words, @Nullable Path history) {
    this.terminal = terminal;
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("omnigraph")
            .parser(ShellReader::parse)
            .completer((reader, line, candidates) -> complete(words, line, candidates))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "... ")
            .variable(LineReader.HISTORY_SIZE, KEPT)
            .variable(LineReader.HISTORY_FILE_SIZE, KEPT);
    if (history != null) {
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    reader = builder.build();
    // The terminal sends the key itself, so that no signal has to be handled.
    KeyMap<Binding> keys = Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN));
    keys.bind(
        (Widget)
            () -> {
              throw new UserInterruptException(reader.getBuffer().toString());
            },
        KeyMap.ctrl('C'));
  }

  /** The next statement; empty when a line was dropped, and null at the end. */
  @Nullable String read(String prompt) {
    Attributes before = terminal.getAttributes();
    Attributes during = new Attributes(before);
    during.setLocalFlag(Attributes.LocalFlag.ISIG, false);
    terminal.setAttributes(during);
    try {
      return reader.readLine(prompt);
    } catch (UserInterruptException e) {
      return "";
    } catch (EndOfFileException e) {
      return null;
    } finally {
      terminal.setAttributes(before);
    }
  }

  private static ParsedLine parse(String line, int cursor, Parser.ParseContext context) {
    if (context == Parser.ParseContext.ACCEPT_LINE && !Statement.isWhole(line)) {
      throw new EOFError(-1, cursor, "more is needed");
    }
    return new Typed(line, cursor);
  }

  private static void complete(ShellWords words, ParsedLine line, List<Candidate> candidates) {
    String before = line.line().substring(0, line.cursor());
    words.completions(before).forEach(each -> candidates.add(new Candidate(each)));
  }

  /** What was typed, of which the word at the cursor is completed. */
  private record Typed(String line, int cursor) implements CompletingParsedLine {
    /** Names need no escapes. */
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor();
    }

    @Override
    public int rawWordLength() {
      return word().length();
    }

    @Override
    public String word() {
      return line.substring(ShellWords.start(line.substring(0, cursor)), cursor);
    }

    @Override
    public int wordCursor() {
      return word().length();
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word());
    }
  }
}
