/**
 * Parquet files, written and read a page of each column at a time: the format alone, without a
 * graph. Made here, since what there is for Java brings native libraries, or reflection and several
 * megabytes, into functions that start often; packing other than gzip is a library's. Uses {@code
 * value} for the types of what is written. The format is that of {@code
 * https://parquet.apache.org/docs/file-format/}. Start at {@link
 * dev.omnigraph.parquet.ParquetWriter} and {@link dev.omnigraph.parquet.ParquetReader}.
 */
@NullMarked
package dev.omnigraph.parquet;

import org.jspecify.annotations.NullMarked;
