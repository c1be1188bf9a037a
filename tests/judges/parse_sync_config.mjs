// Parses a sync config with the service's own parser.

import { SqlSyncRules } from '@powersync/service-sync-rules';

/** Return a problem as one line: the parser reports a character offset, or a path for a problem of the structure. */
function describe(problem, text) {
  const path = problem.source.instancePath;
  if (path !== undefined) {
    return `${path.split('/').slice(1).join('.') || 'the document'}: ${problem.message}`;
  }
  const line = text.slice(0, problem.location.start).split('\n').length;
  return `line ${line}: ${problem.message.split('\n')[0]}`;
}

/** Return the errors, which stop a replicator, and the warnings, which do not. */
export function parseSyncConfig(text) {
  const problems = SqlSyncRules.validate(text, { defaultSchema: 'public', throwOnError: false });
  const linesOf = (kept) => kept.map((problem) => describe(problem, text));
  return {
    errors: linesOf(problems.filter((problem) => problem.type !== 'warning')),
    warnings: linesOf(problems.filter((problem) => problem.type === 'warning'))
  };
}
