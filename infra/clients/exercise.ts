// Uses the generated types against a server: node build/exercise.js http://localhost:8080
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/api.js";

type Row = components["schemas"]["QueryAnswer"]["rows"][number];

const baseUrl = process.argv[2];
assert(baseUrl, "The address of a server is missing.");
// Which of the media types of an answer a client asks for is part of its type.
const api = createClient<paths, "application/json">({ baseUrl });
const tables = createClient<paths, "text/csv">({ baseUrl, headers: { Accept: "text/csv" } });
const graph = "typescript";
const of = { params: { path: { graph } } };

const made = await api.POST("/graphs/{graph}", { ...of, body: { schema: "node Person { name: String @key  age: I32? }" } });
assert.equal(made.response.status, 201);
assert.equal(made.data?.branch, "main");

const again = await api.POST("/graphs/{graph}", { ...of, body: { schema: "node Person { name: String @key }" } });
assert.equal(again.response.status, 409);
assert.equal(again.error?.code, "graph_exists");

const people = ["Ann", "Bob", "Cid"].map((name, n) => JSON.stringify({ type: "Person", data: { name, age: 30 + n } }));
const loaded = await api.POST("/graphs/{graph}/load", {
  params: { path: { graph }, query: { mode: "append" } },
  headers: { "Content-Type": "application/x-ndjson" },
  body: people.join("\n"),
  bodySerializer: (lines: string) => lines,
});
assert.equal(loaded.data?.nodes, 3);

const query = "query all() { match { $p: Person } return { $p.name as name, $p.age as age } order { $p.name } }";
const rows: Row[] = [];
let cursor: string | null = null;
let commit: string | null = null;
do {
  const page: components["schemas"]["QueryAnswer"] | undefined = (
    await api.POST("/graphs/{graph}/query", { ...of, body: { query, limit: 2, cursor } })
  ).data;
  assert(page);
  assert(commit === null || commit === page.commit, "all pages are of one commit");
  commit = page.commit;
  rows.push(...page.rows);
  cursor = page.next ?? null;
} while (cursor !== null);
assert.deepEqual(rows, [{ name: "Ann", age: 30 }, { name: "Bob", age: 31 }, { name: "Cid", age: 32 }]);

const csv = await tables.POST("/graphs/{graph}/query", { ...of, body: { query }, parseAs: "text" });
assert.equal(csv.data, "name,age\nAnn,30\nBob,31\nCid,32\n");
assert.equal(csv.response.headers.get("Omnigraph-Commit"), commit);

const branch = await api.POST("/graphs/{graph}/branches", { ...of, body: { name: "agent/7" } });
assert.equal(branch.data?.fork?.parent, "main");
const written = await api.POST("/graphs/{graph}/mutate", {
  params: { path: { graph }, header: { "Idempotency-Key": "one" } },
  body: { query: "query add($n: String) { insert Person { name: $n } }", params: { n: "Dan" }, branch: "agent/7" },
});
assert.equal(written.data?.affected_nodes, 1);
const merged = await api.POST("/graphs/{graph}/merge", { ...of, body: { source: "agent/7" } });
assert.equal(merged.data?.outcome, "fast_forward");

const history = await api.GET("/graphs/{graph}/commits", { params: { path: { graph }, query: { limit: 1 } } });
assert.equal(history.data?.commits[0]?.kind, "merge");

const wrong = await api.POST("/graphs/{graph}/query", { ...of, body: { query: "query" } });
assert.equal(wrong.response.status, 400);
assert.equal(typeof wrong.error?.details, "object");

const gone = await api.DELETE("/graphs/{graph}", { params: { path: { graph }, query: { confirm: graph } } });
assert((gone.data?.objects ?? 0) > 0);
console.log("The TypeScript client works.");
