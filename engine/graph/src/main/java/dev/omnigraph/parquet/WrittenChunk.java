package dev.omnigraph.parquet;

/**
 * Where the pages of a column in a row group are.
 *
 * @param values with those that are missing, and all of lists
 * @param unpacked bytes, with the headers of pages
 * @param packed bytes, in the file
 */
record WrittenChunk(WrittenColumn column, long offset, long values, long unpacked, long packed) {}
