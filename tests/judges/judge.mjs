// The process of the validators: it reads one JSON request per line on stdin and writes one JSON reply per line on stdout.
// One process serves all requests, because starting Node and compiling the schema takes far longer than any request.

import { createInterface } from 'node:readline';

import { checkCustomResource } from './check_custom_resource.mjs';
import { checkServiceConfig } from './check_service_config.mjs';
import { parseSyncConfig } from './parse_sync_config.mjs';
import { readServiceYaml } from './read_service_yaml.mjs';

const JUDGES = {
  read_service_yaml: ({ text, env }) => readServiceYaml(text, env),
  check_service_config: ({ value }) => checkServiceConfig(value),
  parse_sync_config: ({ text }) => parseSyncConfig(text),
  check_custom_resource: ({ manifest }) => checkCustomResource(manifest)
};

async function reply(line) {
  try {
    const request = JSON.parse(line);
    return { ok: true, value: await JUDGES[request.op](request) };
  } catch (error) {
    return { ok: false, error: error.message };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await reply(line))}\n`);
}
