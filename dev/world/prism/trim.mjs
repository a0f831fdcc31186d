// Cuts GitHub's OpenAPI description down to the routes of this world, so that Prism starts in
// seconds. Usage: node trim.mjs SPEC ROUTES.RS OUT
import { readFileSync, writeFileSync } from "node:fs";

const [spec, routes, out] = process.argv.slice(2);
const description = JSON.parse(readFileSync(spec, "utf8"));
const wanted = [...readFileSync(routes, "utf8").matchAll(/"(GET|POST|PATCH) (\/[^"]*)"/g)];

const paths = {};
for (const [, method, path] of wanted) {
  const verb = method.toLowerCase();
  if (path === "/graphql") {
    // Has no REST description; passes unchecked.
    const any = { content: { "application/json": { schema: {} } } };
    paths[path] = { post: { requestBody: any, responses: { 200: { description: "", ...any } } } };
    continue;
  }
  const operation = description.paths[path]?.[verb];
  if (!operation) {
    throw new Error(`GitHub describes no ${method} ${path}`);
  }
  paths[path] = { ...paths[path], parameters: description.paths[path].parameters };
  paths[path][verb] = operation;
  // Their own examples break their schemas; without examples there is nothing to trip over.
  drop(operation, "examples");
}

// Prism fits a place to one segment; GitHub's `{path}` takes several. Two are enough here.
for (const [path, item] of Object.entries(paths)) {
  if (!path.endsWith("/{path}")) continue;
  const folder = { name: "folder", in: "path", required: true, schema: { type: "string" } };
  const operation = structuredClone(item.get);
  operation.operationId += "-in-folder";
  operation.parameters.push(folder);
  paths[path.replace("{path}", "{folder}/{path}")] = { get: operation };
}

// GitHub's own slip: an installation's account cannot be a user and an enterprise at once.
const listed = paths["/app/installations"].get.responses["200"].content["application/json"];
const account = listed.schema.items.properties?.account;
if (account?.allOf) {
  account.anyOf = account.allOf;
  delete account.allOf;
}

// Components, as far as the paths lead to them.
const components = {};
const queue = [paths];
while (queue.length > 0) {
  for (const reference of references(queue.pop())) {
    const [, , section, name] = reference.split("/");
    components[section] ??= {};
    if (!components[section][name]) {
      components[section][name] = description.components[section][name];
      queue.push(components[section][name]);
    }
  }
}
delete components.examples;

const { openapi, info } = description;
const servers = [{ url: "http://127.0.0.1" }];
writeFileSync(out, JSON.stringify({ openapi, info, servers, paths, components }));

function drop(value, key) {
  if (value === null || typeof value !== "object") return;
  delete value[key];
  Object.values(value).forEach((inner) => drop(inner, key));
}

function references(value, found = []) {
  if (value !== null && typeof value === "object") {
    if (typeof value.$ref === "string") found.push(value.$ref);
    Object.values(value).forEach((inner) => references(inner, found));
  }
  return found;
}
