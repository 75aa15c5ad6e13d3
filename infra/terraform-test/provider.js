// A stand-in for the AWS provider that knows its schema and nothing else: enough for `terraform validate` and for
// `terraform test` with mock_provider. Started as
//
//     node provider.js FOLDER REATTACH
//
// it serves the types that the .tf files below FOLDER use, and writes to the file REATTACH what TF_REATTACH_PROVIDERS
// must be set to. It ends when it is told to.
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { dataSourceSchema, providerSchema, resourceSchema } from "./schema.js";

const [folder, reattach] = process.argv.slice(2);
const socket = `${resolve(reattach)}.sock`;

function usedTypes(kind) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => /\.(tf|tftest\.hcl)$/.test(file));
  const text = files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  return new Set([...text.matchAll(new RegExp(`\\b${kind} "(aws_\\w+)"`, "g"))].map((match) => match[1]));
}

function schemas(kind, schemaOf) {
  const known = [...usedTypes(kind)].map((type) => [type, schemaOf(type)]).filter(([, schema]) => schema);
  return Object.fromEntries(known);
}

const answer = {
  provider: providerSchema(),
  resource_schemas: schemas("resource", resourceSchema),
  data_source_schemas: schemas("data", dataSourceSchema),
  server_capabilities: { get_provider_schema_optional: true }, // Once read, Terraform keeps it.
};
const proto = join(dirname(fileURLToPath(import.meta.url)), "plugin.proto");
const { tfplugin5 } = grpc.loadPackageDefinition(loadSync(proto, { keepCase: true }));
const server = new grpc.Server({ "grpc.max_send_message_length": -1 });
server.addService(tfplugin5.Provider.service, {
  GetSchema: (_, reply) => reply(null, answer),
  PrepareProviderConfig: ({ request }, reply) => reply(null, { prepared_config: request.config }),
  ValidateResourceTypeConfig: (_, reply) => reply(null, {}),
  ValidateDataSourceConfig: (_, reply) => reply(null, {}),
  Stop: (_, reply) => reply(null, {}),
});
server.bindAsync(`unix:${socket}`, grpc.ServerCredentials.createInsecure(), (error) => {
  if (error) {
    throw error;
  }
  const address = { Network: "unix", String: socket };
  const entry = { Protocol: "grpc", ProtocolVersion: 5, Pid: process.pid, Test: true, Addr: address };
  writeFileSync(`${reattach}.part`, JSON.stringify({ "registry.terraform.io/hashicorp/aws": entry }));
  renameSync(`${reattach}.part`, reattach); // Whoever waits for the file finds it whole.
});
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, () => server.forceShutdown() ?? process.exit(0));
}
