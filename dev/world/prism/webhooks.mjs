// Holds webhook bodies against GitHub's own schemas. Usage: node webhooks.mjs SPEC FOLDER
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const [spec, folder] = process.argv.slice(2);
const require = createRequire(dirname(spec) + "/");
const Ajv = require("ajv").default;
const addFormats = require("ajv-formats").default;

const description = JSON.parse(readFileSync(spec, "utf8"));
const ajv = new Ajv({ strict: false, allErrors: false, logger: false });
addFormats(ajv);
ajv.addSchema({ $id: "spec", components: { schemas: nulls(description.components.schemas) } });

let wrong = 0;
for (const file of readdirSync(folder).sort()) {
  const body = JSON.parse(readFileSync(join(folder, file), "utf8"));
  const event = file.split(".")[1];
  const id = [event, body.action].filter(Boolean).join("-").replaceAll("_", "-");
  const webhook = description["x-webhooks"][id];
  if (!webhook) {
    console.log(`${file}: GitHub describes no ${id}`);
    wrong += 1;
    continue;
  }
  const schema = webhook.post.requestBody.content["application/json"].schema;
  const check = ajv.compile(nulls(schema));
  if (!check(body)) {
    wrong += 1;
    for (const { instancePath, message } of check.errors) {
      console.log(`${file}: ${instancePath} ${message}`);
    }
  }
}
console.log(wrong === 0 ? "all webhooks are as GitHub describes them" : `${wrong} webhooks differ`);
process.exit(wrong === 0 ? 0 : 1);

// OpenAPI 3.0's `nullable` in JSON Schema's words; references lead into the added schema.
function nulls(value) {
  if (Array.isArray(value)) return value.map(nulls);
  if (value === null || typeof value !== "object") return value;
  const copy = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key === "example" || key === "examples") continue;
    copy[key] = key === "$ref" ? inner.replace(/^#/, "spec#") : nulls(inner);
  }
  if (value.nullable !== true) return copy;
  delete copy.nullable;
  return { anyOf: [{ type: "null" }, copy] };
}
