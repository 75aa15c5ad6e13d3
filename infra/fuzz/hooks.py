"""How bodies are sent that are not JSON."""

from typing import Any

import schemathesis


@schemathesis.serializer(
    "application/x-ndjson",
    "application/jsonl",
    "application/jsonlines",
    "application/vnd.apache.parquet",
    "text/csv",
)
def as_it_is(ctx: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
