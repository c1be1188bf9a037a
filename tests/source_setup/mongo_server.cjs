// A MongoDB server for the script of `SourceSetup`: the functions of mongosh that the script calls, with the state of the
// server in the JSON file MONGO_STATE. A login needs the password of the user and one of the hosts `a` and `b`.
(() => { // mongosh has one scope for all scripts
  const { readFileSync, writeFileSync } = require('node:fs');

  const state = JSON.parse(readFileSync(process.env.MONGO_STATE, 'utf8'));
  const save = () => writeFileSync(process.env.MONGO_STATE, JSON.stringify(state));
  const find = (list, db, key, name) => list.find((each) => each.db === db && each[key] === name);

  function database(name) {
    return {
      getSiblingDB: database,
      adminCommand: () => state.hello,
      version: () => state.version,
      getRole: (role) => find(state.roles, name, 'role', role) ?? null,
      createRole: ({ role, privileges }) => save(state.roles.push({ db: name, role, privileges })),
      updateRole: (role, { privileges }) => save(Object.assign(find(state.roles, name, 'role', role), { privileges })),
      getUser: (user) => find(state.users, name, 'user', user) ?? null,
      createUser: ({ user, pwd, roles }) => save(state.users.push({ db: name, user, pwd, roles })),
      updateUser: (user, { pwd }) => save(Object.assign(find(state.users, name, 'user', user), { pwd })),
      grantRolesToUser: (user, roles) => save(find(state.users, name, 'user', user).roles.push(...roles)),
      getCollectionInfos: () => state.collections,
      runCommand: ({ collMod, changeStreamPreAndPostImages }) => {
        const { options } = state.collections.find((each) => each.name === collMod);
        save(Object.assign(options, { changeStreamPreAndPostImages }));
      }
    };
  }

  globalThis.print ??= console.log; // mongosh has it
  globalThis.connect = (uri) => {
    const [, user, password, hosts, query] = uri.match(/^mongodb:\/\/([^:@/]*):([^:@/]*)@([^@/?]*)\/\?(.*)$/);
    const found = find(state.users, new URLSearchParams(query).get('authSource'), 'user', decodeURIComponent(user));
    if (hosts !== 'a:27017,b' || found?.pwd !== decodeURIComponent(password)) {
      throw Object.assign(new Error(`cannot log in: ${uri}`), { codeName: 'AuthenticationFailed' });
    }
    return database('test');
  };
})();
