package dev.omnigraph.cli;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files that are known by their names together: those of queries, or those of policies. */
final class TextFiles {
  private TextFiles() {}

  /**
   * Reads files, and the files of folders. A file that was named is known by its last name, and one
   * of a folder by its path below it.
   *
   * @param ending of the files of a folder that are taken; those that begin with a dot are not
   * @throws GraphException {@code file_unreadable}, {@code folder_without_files}, {@code
   *     file_twice}
   */
  static Texts read(List<Path> places, String ending) {
    SortedMap<String, String> texts = new TreeMap<>();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        below(place, ending)
            .forEach(file -> add(texts, file, ProjectFolder.name(place, file), ending));
      } else {
        add(texts, place, String.valueOf(place.getFileName()), ending);
      }
    }
    return new Texts(texts);
  }

  private static void add(SortedMap<String, String> texts, Path file, String name, String ending) {
    if (texts.putIfAbsent(name, TextFile.read(file)) != null) {
      throw GraphException.of(
              CliError.FILE_TWICE, "Two of the files have the name %s.".formatted(name))
          .next("Name the folder that has both of them, or rename one: NAME%s.".formatted(ending))
          .with("file", name)
          .build();
    }
  }

  private static List<Path> below(Path folder, String ending) {
    List<Path> files = ProjectFolder.files(folder, ending);
    if (files.isEmpty()) {
      throw GraphException.of(
              CliError.FOLDER_WITHOUT_FILES,
              "There is no file *%s in %s.".formatted(ending, folder))
          .build();
    }
    return files;
  }
}
