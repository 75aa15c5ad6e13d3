package dev.omnigraph.cli;

import dev.omnigraph.caller.ApiTokens;
import dev.omnigraph.caller.CallerError;
import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.UnaryOperator;

/**
 * The hashes of API tokens in a file, which servers may be reading: it is replaced as a whole, and
 * by one command at a time.
 */
record TokenFile(Path path) {
  private static final String NEXT = ".part";

  /**
   * @throws GraphException {@code file_unreadable}, {@code tokens_invalid}
   */
  ApiTokens read() {
    String text = TextFile.read(path);
    try {
      return ApiTokens.read(text);
    } catch (GraphException e) {
      throw e.is(CallerError.TOKENS_INVALID)
          // Of a server it is a defect of its set-up, and here it is what the caller named.
          ? TextFile.unreadable(path, new IOException(e.getMessage()))
          : e;
    }
  }

  /**
   * Puts other tokens in the place of those that are there; none are where there is no file.
   *
   * @throws GraphException as {@link #read}, {@code file_unwritable}, or what the change gives
   */
  void change(UnaryOperator<ApiTokens> change) {
    Path next = path.resolveSibling(path.getFileName() + NEXT);
    begin(next);
    boolean isDone = false;
    try {
      ApiTokens now = Files.exists(path) ? read() : ApiTokens.NONE;
      Files.writeString(next, change.apply(now).json());
      if (Files.exists(path)) {
        keepRights(next);
      }
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      isDone = true;
    } catch (IOException e) {
      throw NewFile.unwritable(path, e);
    } finally {
      if (!isDone) {
        delete(next);
      }
    }
  }

  /** The file that is to take the place is also what keeps a second command away. */
  private void begin(Path next) {
    try {
      Path unused = Files.createFile(next);
    } catch (FileAlreadyExistsException e) {
      throw GraphException.of(
              CliError.FILE_UNWRITABLE,
              "%s cannot be written: another command is changing it.".formatted(path))
          .next("Try again. If no command is running, delete %s.".formatted(next))
          .cause(e)
          .build();
    } catch (IOException e) {
      throw NewFile.unwritable(path, e);
    }
  }

  private void keepRights(Path next) throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      Path unused = Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(path));
    }
  }

  private static void delete(Path next) {
    try {
      Files.deleteIfExists(next);
    } catch (IOException e) {
      // The next command says what to do about it.
    }
  }
}
