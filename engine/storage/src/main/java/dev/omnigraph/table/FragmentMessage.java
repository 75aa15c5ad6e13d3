package dev.omnigraph.table;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.id.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.fragment.DeletionFile;
import org.lance.fragment.DeletionFileType;

/**
 * Lance's {@code DataFragment} message, of its file {@code table.proto}. Equal when the bytes are.
 *
 * @param bytes the whole message, members that are not known here included
 */
record FragmentMessage(long id, ByteString bytes) {
  private static final int ID = 1;
  private static final int FILES = 2;
  private static final int DELETION_FILE = 3;
  private static final int PHYSICAL_ROWS = 4;

  private static final int FILE_PATH = 1;
  private static final int FILE_FIELDS = 2;
  private static final int FILE_COLUMNS = 3;
  private static final int FILE_MAJOR = 4;
  private static final int FILE_MINOR = 5;
  private static final int FILE_BYTES = 6;
  private static final int FILE_BASE = 7;

  private static final int DELETION_TYPE = 1;
  private static final int DELETION_READ_VERSION = 2;
  private static final int DELETION_ID = 3;
  private static final int DELETION_ROWS = 4;
  private static final int DELETION_BASE = 7;

  /**
   * @throws IllegalArgumentException if it is no message
   */
  static FragmentMessage parse(ByteString bytes) {
    return new FragmentMessage(Protobuf.number(Protobuf.parsed(bytes), ID), bytes);
  }

  /** What Lance itself would write of a fragment. */
  static FragmentMessage of(FragmentMetadata fragment) {
    UnknownFieldSet.Builder message = UnknownFieldSet.newBuilder();
    Protobuf.number(message, ID, fragment.getId());
    Protobuf.bytes(
        message, FILES, fragment.getFiles().stream().map(FragmentMessage::bytes).toList());
    DeletionFile deletions = fragment.getDeletionFile();
    if (deletions != null) {
      Protobuf.bytes(message, DELETION_FILE, List.of(bytes(deletions)));
    }
    Protobuf.number(message, PHYSICAL_ROWS, fragment.getPhysicalRows());
    return new FragmentMessage(fragment.getId(), message.build().toByteString());
  }

  /** The same fragment under another id; 0 stands for none yet. */
  FragmentMessage withId(long other) {
    UnknownFieldSet.Builder message = Protobuf.parsed(bytes).toBuilder();
    Protobuf.number(message, ID, other);
    return new FragmentMessage(other, message.build().toByteString());
  }

  boolean hasDeletions() {
    return Protobuf.parsed(bytes).hasField(DELETION_FILE);
  }

  /**
   * Rows that are not deleted.
   *
   * @throws IllegalArgumentException if the message does not tell
   */
  long rows() {
    UnknownFieldSet message = Protobuf.parsed(bytes);
    long rows = Protobuf.number(message, PHYSICAL_ROWS);
    if (!message.hasField(DELETION_FILE)) {
      return rows;
    }
    long deleted = Protobuf.number(deletions(message), DELETION_ROWS);
    if (deleted <= 0 || deleted > rows) {
      throw new IllegalArgumentException("fragment " + id + " does not tell how many rows it has");
    }
    return rows - deleted;
  }

  /** Keys of its data and of its list of deleted rows. */
  List<String> files(String path) {
    UnknownFieldSet message = Protobuf.parsed(bytes);
    List<String> files = new ArrayList<>();
    for (ByteString file : message.getField(FILES).getLengthDelimitedList()) {
      files.add(TableObject.data(path, Protobuf.text(Protobuf.parsed(file), FILE_PATH)));
    }
    if (message.hasField(DELETION_FILE)) {
      UnknownFieldSet deletions = deletions(message);
      files.add(
          TableObject.deletions(
              path,
              id,
              Protobuf.number(deletions, DELETION_READ_VERSION),
              Protobuf.number(deletions, DELETION_ID),
              Protobuf.number(deletions, DELETION_TYPE) == 0 ? ".arrow" : ".bin"));
    }
    return files;
  }

  /** Keys of its data. */
  List<String> data(String path) {
    List<String> files = files(path);
    return hasDeletions() ? files.subList(0, files.size() - 1) : files;
  }

  /** How look-up objects know it. */
  LiveFile live(String path) {
    List<String> files = files(path);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("fragment " + id + " has no files");
    }
    return live(files.getFirst(), path);
  }

  /**
   * How search segments of a column know it: by the file that has the column.
   *
   * @param field number of the column
   * @return empty when none has it, so that all of its values are null
   */
  Optional<LiveFile> live(String path, int field) {
    for (ByteString file : Protobuf.parsed(bytes).getField(FILES).getLengthDelimitedList()) {
      UnknownFieldSet message = Protobuf.parsed(file);
      if (Arrays.stream(Protobuf.numbers(message, FILE_FIELDS)).anyMatch(has -> has == field)) {
        return Optional.of(live(TableObject.data(path, Protobuf.text(message, FILE_PATH)), path));
      }
    }
    return Optional.empty();
  }

  private LiveFile live(String file, String path) {
    String deletions = hasDeletions() ? files(path).getLast() : "";
    long rows = Protobuf.number(Protobuf.parsed(bytes), PHYSICAL_ROWS);
    return new LiveFile((int) id, new CoveredFile(file, rows, deletions), rows());
  }

  String digest() {
    return Sha256.hex(bytes.toByteArray());
  }

  private static UnknownFieldSet deletions(UnknownFieldSet message) {
    List<ByteString> lists = message.getField(DELETION_FILE).getLengthDelimitedList();
    if (lists.isEmpty()) {
      throw new IllegalArgumentException("its list of deleted rows is not a message");
    }
    return Protobuf.parsed(lists.getLast());
  }

  private static ByteString bytes(DataFile file) {
    UnknownFieldSet.Builder message = UnknownFieldSet.newBuilder();
    Protobuf.bytes(message, FILE_PATH, List.of(ByteString.copyFromUtf8(file.getPath())));
    Protobuf.packed(message, FILE_FIELDS, file.getFields());
    Protobuf.packed(message, FILE_COLUMNS, file.getColumnIndices());
    Protobuf.number(message, FILE_MAJOR, file.getFileMajorVersion());
    Protobuf.number(message, FILE_MINOR, file.getFileMinorVersion());
    Long bytes = file.getFileSizeBytes();
    Protobuf.number(message, FILE_BYTES, bytes == null ? 0 : bytes);
    file.getBaseId().ifPresent(base -> Protobuf.present(message, FILE_BASE, base));
    return message.build().toByteString();
  }

  private static ByteString bytes(DeletionFile file) {
    UnknownFieldSet.Builder message = UnknownFieldSet.newBuilder();
    Protobuf.number(message, DELETION_TYPE, file.getFileType() == DeletionFileType.ARRAY ? 0 : 1);
    Protobuf.number(message, DELETION_READ_VERSION, file.getReadVersion());
    Protobuf.number(message, DELETION_ID, file.getId());
    Long rows = file.getNumDeletedRows();
    Protobuf.number(message, DELETION_ROWS, rows == null ? 0 : rows);
    file.getBaseId().ifPresent(base -> Protobuf.present(message, DELETION_BASE, base));
    return message.build().toByteString();
  }
}
