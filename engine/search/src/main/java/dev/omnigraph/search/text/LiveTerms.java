package dev.omnigraph.search.text;

/**
 * The terms of a segment with those rows that are still there, by the numbers that they get.
 *
 * @param numbers of the rows
 */
record LiveTerms(TermCursor terms, LiveNumbers numbers) implements TermCursor {
  @Override
  public boolean next() {
    return terms.next();
  }

  @Override
  public byte[] term() {
    return terms.term();
  }

  @Override
  public RowCursor rows() {
    RowCursor all = terms.rows();
    return new RowCursor() {
      private int row;

      @Override
      public boolean next() {
        while (all.next()) {
          row = numbers.of(all.row());
          if (row >= 0) {
            return true;
          }
        }
        return false;
      }

      @Override
      public int row() {
        return row;
      }

      @Override
      public int frequency() {
        return all.frequency();
      }

      @Override
      public int[] positions() {
        return all.positions();
      }
    };
  }
}
