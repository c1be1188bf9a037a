// The judges' process: one JSON request a line on stdin, one JSON reply a line on stdout.
// It stays up because starting Node and compiling the schema costs far more than any answer.

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
