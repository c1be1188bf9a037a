// Checks a parsed service.yaml against a strict copy of the service's published JSON Schema.
//
// The published schema accepts unknown keys everywhere, and has, for connections and for storage, an untyped branch that
// accepts anything. The strict copy has neither, so it refuses everything that the published schema refuses, and more.

import schema from '@powersync/service-schema/schema.json' with { type: 'json' };
import Ajv from 'ajv';

/** The keys whose constant identifies a branch of a union: of connections, storage and authentication; of JWKs. */
const TAGS = ['type', 'kty'];

const tagOf = (branch) => TAGS.find((tag) => branch.properties?.[tag]?.const !== undefined);

/** Return a union of typed objects that applies only the branch of the type that the document declares. */
function choosingByTag(node) {
  const typed = node.anyOf?.filter?.(tagOf) ?? [];
  if (typed.length === 0) {
    return node;
  }
  const { anyOf, ...rest } = node;
  return { ...rest, type: 'object', discriminator: { propertyName: tagOf(typed[0]) }, oneOf: typed };
}

/** Return an object's schema that refuses unknown keys; free maps (`metadata`, `parameters`) stay open. */
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

/** What the service's code refuses although its schema accepts it. */
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

/** Return the problems of a parsed service.yaml, one line each: wrong values and unknown keys. */
export function checkServiceConfig(value) {
  return validate(value) ? [] : validate.errors.map(describe);
}
