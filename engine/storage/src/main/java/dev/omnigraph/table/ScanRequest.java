package dev.omnigraph.table;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to read of a table.
 *
 * @param columns in the order wanted; may be empty to count or to fetch addresses only
 * @param filter applied before the limit; null for all rows
 * @param addresses of the rows to read, as {@code _rowaddr} gave them on this very version; null
 *     for all
 * @param fragments ids of the fragments to read; null for all
 * @param order of the rows, most significant first; its columns are among those read. Nulls are
 *     below all else, text goes by code point, NaN is above all other numbers, and -0.0 stands
 *     below 0.0
 * @param limit rows at most, the first in that order; negative for all
 * @param withRowAddress adds the column {@code _rowaddr} (UInt8): what deletes are staged by
 * @param indexed columns that have an index; null when any may have one
 * @param unread whether columns of blobs say only where the values lie, as {@link Table#blob} needs
 *     it
 */
public record ScanRequest(
    List<String> columns,
    @Nullable Predicate filter,
    @Nullable List<Long> addresses,
    @Nullable List<Integer> fragments,
    List<Order> order,
    long limit,
    boolean withRowAddress,
    @Nullable Set<String> indexed,
    boolean unread) {
  /** The name of the column of addresses. */
  public static final String ROW_ADDRESS = "_rowaddr";

  public ScanRequest {
    columns = List.copyOf(columns);
    addresses = addresses == null ? null : List.copyOf(addresses);
    fragments = fragments == null ? null : List.copyOf(fragments);
    order = List.copyOf(order);
    indexed = indexed == null ? null : Set.copyOf(indexed);
  }

  /** A column of scalars to order by. */
  public record Order(String column, boolean descending) {}

  public static ScanRequest of(List<String> columns) {
    return new ScanRequest(columns, null, null, null, List.of(), -1, false, null, false);
  }

  public ScanRequest where(@Nullable Predicate filter) {
    return new ScanRequest(
        columns, filter, addresses, fragments, order, limit, withRowAddress, indexed, unread);
  }

  /** Only these rows; far cheaper than looking them up by anything else. */
  public ScanRequest at(List<Long> addresses) {
    return new ScanRequest(
        columns, filter, addresses, fragments, order, limit, withRowAddress, indexed, unread);
  }

  /** Only the rows of these fragments. */
  public ScanRequest in(List<Integer> fragments) {
    return new ScanRequest(
        columns, filter, addresses, fragments, order, limit, withRowAddress, indexed, unread);
  }

  public ScanRequest limit(long limit) {
    return new ScanRequest(
        columns, filter, addresses, fragments, order, limit, withRowAddress, indexed, unread);
  }

  /** The first rows of an order. */
  public ScanRequest first(long limit, List<Order> order) {
    return new ScanRequest(
        columns, filter, addresses, fragments, order, limit, withRowAddress, indexed, unread);
  }

  public ScanRequest addressed() {
    return new ScanRequest(
        columns, filter, addresses, fragments, order, limit, true, indexed, unread);
  }

  /** Looks into no other index than of these columns: asking which there are costs requests. */
  public ScanRequest indexed(Set<String> columns) {
    return new ScanRequest(
        this.columns, filter, addresses, fragments, order, limit, withRowAddress, columns, unread);
  }

  /** Does not read blobs, and says where they lie. */
  public ScanRequest unreadBlobs() {
    return new ScanRequest(
        columns, filter, addresses, fragments, order, limit, withRowAddress, indexed, true);
  }

  /** The columns wanted and those that the filter reads. */
  Set<String> read() {
    Set<String> read = new HashSet<>(columns);
    if (filter != null) {
      filter.addColumns(read);
    }
    return read;
  }

  /** The fragments whose rows may be wanted; null for all. */
  @Nullable Collection<Integer> scope() {
    return addresses == null
        ? fragments
        : addresses.stream().map(address -> (int) (address >>> 32)).collect(Collectors.toSet());
  }
}
