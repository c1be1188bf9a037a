// Marks a migration as done: sets one key of a ConfigMap in the pod's own namespace.
// The Job's manifest carries this text, so it holds no dollar sign and no double brace: the kubelet, Flux and Helm
// would expand them.
import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { request } from "node:https";
import { isIPv6 } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { checkServerIdentity as checkName } from "node:tls";

const [name, key, value] = process.argv.slice(1);
const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
const folder = process.env.SERVICE_ACCOUNT_DIR ?? "/var/run/secrets/kubernetes.io/serviceaccount";
const firstDelay = Number(process.env.MARK_DELAY_MS ?? 500);
const timeout = Number(process.env.MARK_TIMEOUT_MS ?? 10000);
const tries = 10;

if (process.argv.length !== 4 || !host || !existsSync(folder + "/token")) {
  console.error("usage: mark <configmap> <key> <value>, in a pod with its ServiceAccount's token at " + folder);
  process.exit(2);
}

const read = (file) => readFileSync(folder + "/" + file, "utf8").trim();
const namespace = read("namespace");
const configMap = "ConfigMap " + namespace + "/" + name;
const waysOut = {
  401: "the token is not valid; delete the Job and apply the manifests again",
  403: "its ServiceAccount's Role must allow get and patch on configmaps/" + name,
  404: "the ConfigMap " + name + " is missing; apply the manifests again",
};

class Refused extends Error {} // another try would end the same way

function send(signal) {
  const headers = { authorization: "Bearer " + read("token"), "content-type": "application/merge-patch+json" };
  const path = "/api/v1/namespaces/" + namespace + "/configmaps/" + name;
  const trust = { ca: read("ca.crt"), checkServerIdentity, rejectUnauthorized: true };
  return new Promise((resolve, reject) => {
    const patch = request({ method: "PATCH", host, port, path, headers, signal, agent: false, ...trust }, resolve);
    patch.on("error", (error) => reject(patch.socket?.authorizationError ? untrusted(error) : error));
    patch.end(JSON.stringify({ data: { [key]: value } }));
  });
}

// Node 22.23 and 24.17 stopped matching IPv6 addresses in certificates: https://github.com/nodejs/node/issues/64144
function checkServerIdentity(hostname, certificate) {
  const matches = isIPv6(hostname) && new X509Certificate(certificate.raw).checkIP(hostname);
  return matches ? undefined : checkName(hostname, certificate);
}

function untrusted(error) {
  const wayOut = "; the server's certificate must be for " + host + " and signed by the CA in " + folder + "/ca.crt";
  return new Refused(error.message + wayOut);
}

function check(status, body) {
  const reply = parse(body);
  if (status === 200 && reply.data?.[key] === value) return;
  if (status === 200) throw new Error("200, but the reply does not show the key");
  const answer = status + " " + (reply.message ?? "without a message");
  if (status === 409 || status === 429 || status >= 500) throw new Error(answer);
  throw new Refused(answer + "; " + (waysOut[status] ?? "the API server does not take this change"));
}

function parse(body) {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}

async function mark() {
  const signal = AbortSignal.timeout(timeout);
  try {
    const reply = await send(signal);
    check(reply.statusCode, await text(reply));
  } catch (error) {
    throw signal.aborted ? new Error("no whole reply within " + timeout + " ms") : error;
  }
}

for (let attempt = 1, delay = firstDelay; ; attempt += 1, delay = Math.min(2 * delay, 20 * firstDelay)) {
  try {
    await mark();
    console.log("marked " + key + " in " + configMap);
    break;
  } catch (error) {
    const failure = "PATCH " + configMap + ", try " + attempt + " of " + tries + ": " + (error.message || error.code);
    console.error(failure.replace(/\s+/g, " "));
    if (error instanceof Refused || attempt === tries) process.exit(1);
    await sleep(delay);
  }
}
