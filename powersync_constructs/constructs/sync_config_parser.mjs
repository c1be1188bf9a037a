// Parses sync configs with the service's own parser. Each request on stdin names the folder of the parser's package,
// because two sync configs can have different parsers. The last line of stdout is the answer.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const parsers = new Map();

function parserIn(folder) {
  if (!parsers.has(folder)) {
    const app = join(folder, '..', '..', '..'); // the folder that contains node_modules
    const entry = createRequire(join(app, 'package.json')).resolve('@powersync/service-sync-rules');
    parsers.set(folder, import(pathToFileURL(entry).href));
  }
  return parsers.get(folder);
}

/** Return one line: the first one of the parser, and for a syntax error also what the parser did not expect. */
function oneLine(message) {
  const first = message.split('\n')[0].replace(/( at line \d+ col \d+):$/, '$1 of the query');
  const unexpected = message.match(/^Unexpected [^\n]*?(?=\. (?:Instead|I did not)|$)/m)?.[0];
  return (unexpected === undefined || first.includes(unexpected) ? first : `${first}: ${unexpected}`).replace(/[.:;\s]+$/, '');
}

/** Return the position of a problem, in characters from 1; null for a problem of the whole text. */
function positionOf(problem, text) {
  const start = problem.location?.start ?? 0;
  if (problem.source?.instancePath !== undefined || (start === 0 && problem.location?.end === 10)) {
    return null; // the parser reports 0 to 10 if it has no position
  }
  const lines = text.slice(0, start).split('\n');
  return [lines.length, [...lines.at(-1)].length + 1];
}

function described(problem, text) {
  const path = problem.source?.instancePath?.split('/').slice(1).join('.');
  const message = oneLine(problem.message);
  return {
    severity: problem.type === 'warning' ? 'warning' : 'error',
    sql: problem.source?.sql !== undefined || /yntax|lexer/.test(problem.message),
    position: positionOf(problem, text),
    message: path ? `${path} ${message}` : message
  };
}

async function answer({ parser, text }) {
  try {
    const { SqlSyncRules } = await parserIn(parser);
    const problems = SqlSyncRules.validate(text, { defaultSchema: 'public', throwOnError: false });
    return { problems: problems.map((problem) => described(problem, text)) };
  } catch (error) {
    return { failure: oneLine(String(error?.message ?? error)) };
  }
}

const answers = [];
for (const request of JSON.parse(readFileSync(0, 'utf8'))) {
  answers.push(await answer(request));
}
process.stdout.write(`\n${JSON.stringify(answers)}\n`);
