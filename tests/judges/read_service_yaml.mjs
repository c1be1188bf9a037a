// Reads service.yaml as the service does: YAML 1.2 core, and `!env PS_NAME[::cast]` replaced from the environment.

import { parseDocument } from 'yaml';

const CASTS = {
  string: (text) => text,
  number: (text) => (Number.isNaN(Number(text)) ? undefined : Number(text)),
  boolean: (text) => ({ true: true, false: false })[text.toLowerCase()]
};

/** Return the value of an `!env` scalar; throw an error if the service would refuse it. */
function substitute(reference, env) {
  if (!reference.startsWith('PS_')) {
    throw new Error(`!env ${reference}: the name must start with PS_`);
  }
  const [name, cast = 'string'] = reference.split('::');
  if (!Object.hasOwn(env, name)) {
    throw new Error(`!env ${reference}: the variable is undefined`);
  }
  if (!Object.hasOwn(CASTS, cast)) {
    throw new Error(`!env ${reference}: unknown cast`);
  }
  const value = CASTS[cast](env[name]);
  if (value === undefined) {
    throw new Error(`!env ${reference}: the value is not a ${cast}`);
  }
  return value;
}

function envTag(env) {
  return {
    tag: '!env',
    resolve(reference, onError) {
      try {
        return substitute(reference, env);
      } catch (error) {
        onError(error.message);
        return reference;
      }
    }
  };
}

/** Return the parsed document. A warning is an error here: the service would log it and use another value. */
export function readServiceYaml(text, env) {
  const document = parseDocument(text, { schema: 'core', customTags: [envTag(env)] });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) {
    throw new Error(problems.map((problem) => problem.message).join('\n'));
  }
  return document.toJS();
}
