// Reads the schema of a resource, a data source or the provider out of the package @cdktn/provider-aws, whose classes
// are generated from the schema of the real provider: names, types and nesting from the code, what is required and what
// is single from the type declarations.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const LIBRARY = join(dirname(fileURLToPath(import.meta.url)), "node_modules/@cdktn/provider-aws/lib");
const NESTING = { list: "LIST", set: "SET", struct: "SINGLE" };

// Optional, and chosen by AWS when absent. The package does not tell these from the merely optional.
const ALSO_COMPUTED = new Set(["id", "region", "bucket", "name", "function_name"]);

/** @returns the schema, or undefined where the provider has no such type */
export function resourceSchema(type) {
  return read(type.replace(/^aws_/, "").replaceAll("_", "-"));
}

export function dataSourceSchema(type) {
  return read("data-aws-" + type.replace(/^aws_/, "").replaceAll("_", "-"));
}

export function providerSchema() {
  return read("provider");
}

function read(folder) {
  const path = join(LIBRARY, folder, "index.js");
  if (!existsSync(path)) {
    return undefined;
  }
  const code = readFileSync(path, "utf8");
  const source = { code, types: readFileSync(path.replace(/js$/, "d.ts"), "utf8") };
  const [, name, body] = code.match(/\nclass (\w+) extends cdktn\.Terraform\w+ \{(.*?)\n\}\n/s);
  const [, attributes] = body.match(/synthesizeHclAttributes\(\) \{(.*)/s);
  return { version: 0, block: block(source, `${name}Config`, attributes, body) };
}

/** A block from the code that writes its arguments, and that of the class that reads its results. */
function block(source, declared, writes, reads) {
  const [, members] = source.types.match(new RegExp(`export interface ${declared}\\b[^{]*\\{(.*?)\\n\\}`, "s"));
  const result = { attributes: [], block_types: [] };
  const argument =
    /(\w+): \{\s+value: (.*?[(.]_?(\w+?)(?:\.internalValue)?\)?),\s+isBlock: (\w+),\s+type: "(\w+)",\s+storageClassType: "(\w+)"/g;
  for (const [, name, value, member, isBlock, type, storage] of writes.matchAll(argument)) {
    const [, absent, declaration] = members.match(new RegExp(`readonly ${member}(\\??): (.*)`));
    const struct = value.match(/(\w+)ToHclTerraform\b(?=.*(?:struct|this))/)?.[1];
    if (isBlock === "true" && struct && NESTING[type]) {
      result.block_types.push(nested(source, name, struct, type, !absent, /\[\]/.test(declaration)));
    } else {
      const computed = Boolean(absent) && ALSO_COMPUTED.has(name);
      result.attributes.push({ name, type: json(type, storage), required: !absent, optional: Boolean(absent), computed });
    }
  }
  const output = /\/\/ (\w+) - computed: true, optional: false, required: false\s+get \w+\(\) \{\s+return .*?get(\w+)Attribute\('\1'\)/g;
  for (const [, name, type] of reads.matchAll(output)) {
    result.attributes.push({ name, type: json("list", type === "List" ? "stringList" : type), computed: true });
  }
  return result;
}

function nested(source, name, struct, type, required, many) {
  const declared = struct[0].toUpperCase() + struct.slice(1);
  const [, writes] = source.code.match(new RegExp(`\\nfunction ${struct}ToHclTerraform\\(.*?\\{(.*?)\\n\\}\\n`, "s"));
  const reads = source.code.match(new RegExp(`\\nclass ${declared}OutputReference extends .*?\\{(.*?)\\n\\}\\n`, "s"));
  return {
    type_name: name,
    block: block(source, declared, writes, reads?.[1] ?? ""),
    nesting: NESTING[type],
    min_items: required && type !== "struct" ? 1 : 0,
    max_items: many || type === "struct" ? 0 : 1,
  };
}

/** set of stringList → ["set","string"], as Terraform writes types. */
function json(kind, storage) {
  const [, simple, collection] = storage.match(/^(string|number|boolean|any)(List|Map)?$/i) ?? [null, "any"];
  const element = { string: "string", number: "number", boolean: "bool", any: "dynamic" }[simple.toLowerCase()];
  const type = collection && element !== "dynamic" ? [collection === "Map" ? "map" : kind, element] : element;
  return Buffer.from(JSON.stringify(type));
}
