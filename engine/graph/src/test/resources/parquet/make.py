# Makes the files beside this one, as another writer has them: pip install pyarrow, python3 make.py
import datetime
import decimal
import pyarrow
import pyarrow.parquet as parquet

ROWS = 40
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def column(kind, value, missing=0):
    rows = [None if missing and i % missing == 0 else value(i) for i in range(ROWS)]
    return pyarrow.array(rows, kind)


table = pyarrow.table({
    "text": column(pyarrow.string(), lambda i: f"é{i % 9}", 7),
    "i32": column(pyarrow.int32(), lambda i: i - 20, 5),
    "i64": column(pyarrow.int64(), lambda i: -i * 10**12),
    "u32": column(pyarrow.uint32(), lambda i: 2**32 - 1 - i),
    "u64": column(pyarrow.uint64(), lambda i: 2**64 - 1 - i),
    "f32": column(pyarrow.float32(), lambda i: i / 4, 3),
    "f64": column(pyarrow.float64(), lambda i: -i / 8),
    "bool": column(pyarrow.bool_(), lambda i: i % 3 == 0, 4),
    "day": column(pyarrow.date32(), lambda i: datetime.date(1970, 1, 1) + datetime.timedelta(i - 9)),
    "time": column(pyarrow.timestamp("us", "UTC"), lambda i: EPOCH + datetime.timedelta(milliseconds=i - 9)),
    "list": column(pyarrow.list_(pyarrow.string()), lambda i: ["a"] * (i % 4), 6),
    "vector": column(pyarrow.list_(pyarrow.float32(), 2), lambda i: [i / 2, -i / 2]),
    "bytes": column(pyarrow.binary(), lambda i: bytes([i]) * (i % 5), 8),
    "nulls": pyarrow.nulls(ROWS),
})
ENCODINGS = {
    "text": "DELTA_BYTE_ARRAY",
    "i32": "DELTA_BINARY_PACKED",
    "i64": "DELTA_BINARY_PACKED",
    "u64": "BYTE_STREAM_SPLIT",
    "f32": "BYTE_STREAM_SPLIT",
    "bool": "RLE",
    "bytes": "DELTA_LENGTH_BYTE_ARRAY",
}


def write(name, **options):
    parquet.write_table(table, name + ".parquet", row_group_size=25, store_schema=False, **options)


write("snappy", compression="snappy")
write("gzip", compression="gzip", use_dictionary=False, write_page_checksum=True)
write("zstd", compression="zstd", data_page_version="2.0")
write("lz4", compression="lz4", data_page_size=64)
write("encodings", compression="none", use_dictionary=False, column_encoding=ENCODINGS)
write("encodings2", compression="zstd", use_dictionary=False, column_encoding=ENCODINGS, data_page_version="2.0")
parquet.write_table(table.select(["i32"]), "brotli.parquet", compression="brotli", store_schema=False)
other = pyarrow.table({
    "group": pyarrow.array([{"a": 1}], pyarrow.struct([("a", pyarrow.int32())])),
    "groups": pyarrow.array([[{"a": 1, "b": 2}]]),
    "decimal": pyarrow.array([decimal.Decimal("-12.50")], pyarrow.decimal128(9, 2)),
    "half": pyarrow.array([1.5], pyarrow.float16()),
    "nanos": pyarrow.array([1], pyarrow.timestamp("ns")),
    "clock": pyarrow.array([datetime.time(1)], pyarrow.time32("ms")),
})
parquet.write_table(other, "other.parquet", store_schema=False)
parquet.write_table(pyarrow.table({"julian": pyarrow.array([1500], pyarrow.timestamp("ms"))}), "julian.parquet",
                    use_deprecated_int96_timestamps=True, store_schema=False)
