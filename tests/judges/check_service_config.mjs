// Checks a parsed service.yaml against the service's published JSON Schema, made strict.
//
// The published schema accepts unknown keys everywhere, and next to each typed connection or storage it offers an
// untyped one that accepts anything. The strict copy takes both away, so it refuses all that the published schema
// refuses, and more.

import schema from '@powersync/service-schema/schema.json' with { type: 'json' };
import Ajv from 'ajv';

/** The keys whose constant tells the branches of a union apart (connections, storage, authentication; JWKs). */
const TAGS = ['type', 'kty'];

const tagOf = (branch) => TAGS.find((tag) => branch.properties?.[tag]?.const !== undefined);

/** A union of typed objects, narrowed to the branch whose type the document declares. */
function choosingByTag(node) {
  const typed = node.anyOf?.filter?.(tagOf) ?? [];
  if (typed.length === 0) {
    return node;
  }
  const { anyOf, ...rest } = node;
  return { ...rest, type: 'object', discriminator: { propertyName: tagOf(typed[0]) }, oneOf: typed };
}

/** An object that knows its keys, closed to others; free maps (`metadata`, `parameters`) stay open. */
function closed(node) {
  return node.type === 'object' && node.additionalProperties === true ? { ...node, additionalProperties: false } : node;
}

function strict(node) {
  if (Array.isArray(node)) {
    return node.map(strict);
  }
  if (node === null || typeof node !== 'object') {
    return node;
  }
  const children = Object.entries(node).map(([key, child]) => [key, strict(child)]);
  return closed(choosingByTag(Object.fromEntries(children)));
}

/** What the service refuses in code, after its schema has let it pass. */
const REFUSED_IN_CODE = {
  required: ['storage'],
  properties: { replication: { properties: { connections: { maxItems: 1 } } } }
};

const ajv = new Ajv({ allErrors: true, discriminator: true, strictTypes: false });
const validate = ajv.compile({ allOf: [strict(schema), REFUSED_IN_CODE] });

function describe({ instancePath, keyword, message, params }) {
  const path = instancePath.split('/').slice(1);
  if (keyword === 'additionalProperties') {
    return `${[...path, params.additionalProperty].join('.')}: unknown key`;
  }
  const detail = params.allowedValues?.join(', ') ?? params.tagValue;
  return `${path.join('.') || 'the document'}: ${message}${detail === undefined ? '' : ` (${detail})`}`;
}

/** The problems of a parsed service.yaml, one line each; none when the service accepts it and knows all its keys. */
export function checkServiceConfig(value) {
  return validate(value) ? [] : validate.errors.map(describe);
}
