// Sets up a MongoDB database as the source database of PowerSync, or only checks it. mongosh runs this script, which
// connects to the URI as an administrator. A second run changes nothing but the password, which it sets again.
//
// MONGODB_URI, ADMIN_USERNAME and ADMIN_PASSWORD contain the connection. SOURCE_DATABASE, SOURCE_USERNAME,
// SOURCE_PASSWORD and POST_IMAGES contain settings of the instance, OPTIONS contains the options as JSON. With
// CHECK=true, nothing is changed. Exit status: 2 if the server cannot be reached, 3 if something is missing.
'use strict';

const CHECKPOINTS = '_powersync_checkpoints';
const env = process.env;
const onlyCheck = env.CHECK === 'true';
const { all_tables: allCollections, tables } = JSON.parse(env.OPTIONS);
const collections = tables.map(([, name]) => name);

const URI = /^(mongodb(?:\+srv)?:\/\/)(?:.*@)?([^/?]+)\/?([^?]*)\??(.*)$/;
const [, scheme, hosts, path, query] = env.MONGODB_URI.match(URI);
const parameters = new URLSearchParams(query);
const database = env.SOURCE_DATABASE || decodeURIComponent(path);
/** The database in which the service looks for the user (MongoDB, connection string, authSource). */
const authSource = parameters.get('authSource') || decodeURIComponent(path) || 'admin';

function uriOf(username, password, source) {
  const own = new URLSearchParams(parameters);
  own.delete('authMechanism');
  own.set('authSource', source);
  return `${scheme}${encodeURIComponent(username)}:${encodeURIComponent(password)}@${hosts}/?${own}`;
}

function connected(username, password, source) {
  try {
    return connect(uriOf(username, password, source));
  } catch (error) {
    print(`cannot connect: ${error.codeName || error.name}`); // the message may contain the URI
    return null;
  }
}

function wantedPrivileges() {
  const everywhere = ['changeStream', 'listCollections'];
  if (allCollections) everywhere.push('find');
  if (env.POST_IMAGES === 'auto_configure') everywhere.push('collMod');
  return [
    { resource: { db: database, collection: '' }, actions: everywhere },
    ...collections.map((name) => ({ resource: { db: database, collection: name }, actions: ['find'] })),
    {
      resource: { db: database, collection: CHECKPOINTS },
      actions: ['changeStream', 'createCollection', 'dropCollection', 'find', 'insert', 'remove', 'update']
    }
  ];
}

function same(wanted, found) {
  const text = ({ resource: { db, collection }, actions }) => JSON.stringify([db, collection, [...actions].sort()]);
  const sorted = (privileges) => privileges.map(text).sort();
  return JSON.stringify(sorted(wanted)) === JSON.stringify(sorted(found));
}

/** Returns what is missing: `what` is the problem, `fix` the statement, and `run` the function that a setup calls. */
function findings(server) {
  const app = server.getSiblingDB(database);
  const users = server.getSiblingDB(authSource);
  return [...serverFindings(server), ...roleFindings(app), ...userFindings(users), ...collectionFindings(app)];
}

function serverFindings(server) {
  const hello = server.adminCommand({ hello: 1 });
  if (hello.msg === 'isdbgrid') {
    const what = 'the server is a sharded cluster, which PowerSync does not support (PSYNC_S1341)';
    return [{ what, fix: 'use a replica set' }];
  }
  const found = [];
  if (!hello.setName) {
    const fix = 'start mongod with --replSet, and run rs.initiate()';
    found.push({ what: 'the server is not a replica set (PSYNC_S1342)', fix });
  }
  if (parseInt(server.version()) < 6) {
    found.push({ what: `the version of the server is ${server.version()}`, fix: 'upgrade to MongoDB 6.0 or newer' });
  }
  return found;
}

function roleFindings(app) {
  const role = env.SOURCE_USERNAME;
  const privileges = wantedPrivileges();
  const found = app.getRole(role, { showPrivileges: true });
  const own = `db.getSiblingDB(${JSON.stringify(database)})`;
  if (!found) {
    const wanted = { role, privileges, roles: [] };
    const fix = `${own}.createRole(${JSON.stringify(wanted)})`;
    return [{ what: `role ${role} does not exist`, fix, run: () => app.createRole(wanted) }];
  }
  if (same(privileges, found.privileges)) return [];
  const wanted = { privileges, roles: [] };
  const fix = `${own}.updateRole(${JSON.stringify(role)}, ${JSON.stringify(wanted)})`;
  return [{ what: `role ${role} has other privileges`, fix, run: () => app.updateRole(role, wanted) }];
}

function userFindings(users) {
  const username = env.SOURCE_USERNAME;
  const role = { role: username, db: database };
  const found = users.getUser(username);
  const own = `db.getSiblingDB(${JSON.stringify(authSource)})`;
  if (!found) {
    const [user, roles] = [username, [role]].map((value) => JSON.stringify(value));
    const fix = `${own}.createUser({user: ${user}, pwd: passwordPrompt(), roles: ${roles}})`;
    const run = () => users.createUser({ user: username, pwd: env.SOURCE_PASSWORD, roles: [role] });
    return [{ what: `user ${username} does not exist in database ${authSource}`, fix, run }];
  }
  if (found.roles.some((each) => each.role === role.role && each.db === role.db)) return [];
  const fix = `${own}.grantRolesToUser(${JSON.stringify(username)}, [${JSON.stringify(role)}])`;
  const run = () => users.grantRolesToUser(username, [role]);
  return [{ what: `user ${username} does not have role ${username}`, fix, run }];
}

function collectionFindings(app) {
  const present = new Map(app.getCollectionInfos({ type: 'collection' }).map((info) => [info.name, info.options]));
  const missing = collections.filter((name) => !present.has(name));
  const fix = 'create the collection, or remove it from the props';
  const found = missing.map((name) => ({ what: `collection ${name} does not exist`, fix }));
  if (env.POST_IMAGES !== 'read_only') return found;
  const names = allCollections ? [...present.keys()].filter((name) => !name.startsWith('system.')) : collections;
  for (const name of names.filter((each) => present.has(each) && each !== CHECKPOINTS)) {
    if (present.get(name)?.changeStreamPreAndPostImages?.enabled) continue;
    const command = { collMod: name, changeStreamPreAndPostImages: { enabled: true } };
    found.push({
      what: `collection ${name} has no post-images (PSYNC_S1343)`,
      fix: `db.getSiblingDB(${JSON.stringify(database)}).runCommand(${JSON.stringify(command)})`,
      run: () => app.runCommand(command)
    });
  }
  return found;
}

function main() {
  if (env.SOURCE_USERNAME === env.ADMIN_USERNAME) {
    print('problem: the user of the source is the administrator itself. Fix: give PowerSync its own user');
    return 3;
  }
  const server = connected(env.ADMIN_USERNAME, env.ADMIN_PASSWORD, 'admin');
  if (!server) return 2;
  if (!onlyCheck) {
    for (const { fix, run } of findings(server).filter((each) => each.run)) {
      print(fix);
      run();
    }
    server.getSiblingDB(authSource).updateUser(env.SOURCE_USERNAME, { pwd: env.SOURCE_PASSWORD });
  }
  const left = findings(server);
  for (const { what, fix } of left) print(`problem: ${what}. Fix: ${fix}`);
  if (left.length) {
    print('The source database is not ready; the lines above name each problem and its fix.');
    return 3;
  }
  if (!connected(env.SOURCE_USERNAME, env.SOURCE_PASSWORD, authSource)) return 3;
  print('The source database is ready.');
  return 0;
}

process.exit(main());
