// Runs the migration, and runs it again every few seconds while the database does not accept connections.
// A Job that fails instead waits up to minutes before its next pod, long after a new database has started.
// The Job's manifest carries this text, so it holds no dollar sign and no double brace: the kubelet, Flux and Helm
// would expand them.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

const command = process.argv.slice(1);
const delay = Number(process.env.MIGRATION_DELAY_MS ?? 5000);
const patience = Number(process.env.MIGRATION_PATIENCE_MS ?? 120000);
const end = Date.now() + patience;

// For Postgres, the service (1.25) logs "postgres query failed" if there is no connection, and nothing of the reason.
const unreachable = new RegExp(
  "Migration failure .*(" +
    "postgres query failed|the database system is (starting up|shutting down|in recovery)|" +
    "ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|Server selection timed out)",
);

if (!existsSync(command[0])) {
  console.error(command[0] + " is not in this image; set migrate.wait_for_storage to False");
  process.exit(2);
}

let child;
let stopped;
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, () => {
    stopped = signal;
    if (child) child.kill(signal);
    else process.exit(128 + constants.signals[signal]);
  });
}

// Resolves to the exit code, and to whether the last lines of the log say that the database cannot be reached.
function run() {
  return new Promise((resolve, reject) => {
    let tail = "";
    child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "pipe"] });
    for (const name of ["stdout", "stderr"]) {
      child[name].pipe(process[name], { end: false });
      child[name].on("data", (text) => { tail = (tail + text).slice(-65536); });
    }
    child.on("error", reject);
    child.on("close", (code, signal) => {
      child = undefined;
      resolve({ code: code ?? 128 + constants.signals[signal], waits: unreachable.test(tail) });
    });
  });
}

function log(message) {
  console.log(JSON.stringify({ level: "warn", message, timestamp: new Date().toISOString() }));
}

for (;;) {
  const { code, waits } = await run();
  const left = end - Date.now() - delay;
  if (code === 0 || stopped || !waits || left <= 0) {
    process.exitCode = code;
    break;
  }
  log("The bucket storage does not accept connections. Next try in " + delay / 1000 + " s; tries end in " +
    Math.ceil(left / 1000) + " s.");
  await sleep(delay);
}
