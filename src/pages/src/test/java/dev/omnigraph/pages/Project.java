package dev.omnigraph.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of the project, as they are in its folder. */
final class Project {
  static final Path ROOT = Path.of("..", "..");
  private static final Set<String> MADE_BY_TOOLS = Set.of("target", "node_modules");

  private Project() {}

  /** Every page in Markdown, in the order of their names. */
  static List<Path> pages() {
    return filesIn(ROOT, ".md");
  }

  /** Java sources of all modules below a folder that each module has, such as {@code src/main}. */
  static List<Path> sources(String folder) {
    return filesIn(ROOT, ".java").stream()
        .filter(file -> file.toString().contains("/" + folder + "/"))
        .toList();
  }

  /** Files below a folder whose names end so, without hidden folders and what a build makes. */
  static List<Path> filesIn(Path folder, String end) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
              String name = at.getFileName().toString();
              return MADE_BY_TOOLS.contains(name) || name.startsWith(".") && !at.equals(folder)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().endsWith(end)) {
                files.add(file.normalize());
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files.stream().sorted().toList();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a file by its path from the root of the project. */
  static String text(String path) {
    return text(ROOT.resolve(path));
  }

  /** The path of a file from the root of the project, as a reader would write it. */
  static String name(Path file) {
    return ROOT.toAbsolutePath()
        .normalize()
        .relativize(file.toAbsolutePath().normalize())
        .toString();
  }
}
