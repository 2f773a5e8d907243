import { readFile } from 'node:fs/promises';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import { err, ok, type Result } from '../../domain/shared/result.js';

/** Whom a task runs as, everything that the kernel asks about included. */
export interface HostUser {
  readonly uid: number;
  readonly gid: number;
  readonly additionalGids: readonly number[];
  /** Undefined for a number without an account. */
  readonly account: { readonly name: string; readonly home: string } | undefined;
}

export interface UserFiles {
  /** Text of /etc/passwd. */
  readonly passwd: string;
  /** Text of /etc/group. */
  readonly group: string;
}

/** Read anew for each task: the files are small, and users come and go. */
export async function readUserFiles(etc = '/etc'): Promise<UserFiles> {
  const read = (name: string): Promise<string> => readFile(`${etc}/${name}`, 'utf8').catch(() => '');
  const [passwd, group] = await Promise.all([read('passwd'), read('group')]);
  return { passwd, group };
}

/** The user that the agent itself is. */
export const ownUser = (): HostUser => ({
  uid: process.getuid?.() ?? 0,
  gid: process.getgid?.() ?? 0,
  additionalGids: process.getgroups?.() ?? [],
  account: undefined,
});

/**
 * A user by name or number, with an optional group as in `www:staff`. A number needs no account: then it is its own
 * group, and no other's. With a group given, it is the only one.
 */
export function findUser(wanted: string, files: UserFiles): Result<HostUser, RuntimeFault> {
  const [user = '', group] = wanted.split(':', 2);
  const found = lookUp(user, files);
  if (found === undefined) return err(missing('user', user, 'adduser'));
  if (group === undefined) return ok(found);
  const gid = /^\d+$/.test(group) ? Number(group) : groupsIn(files.group).find((g) => g.name === group)?.gid;
  if (gid === undefined) return err(missing('group', group, 'addgroup'));
  return ok({ ...found, gid, additionalGids: [] });
}

const missing = (what: string, name: string, command: string): RuntimeFault =>
  fault('not-found', `there is no ${what} "${name}" on this host`, {
    remedy: `${command} --system ${name}, or name another ${what}`,
  });

function lookUp(user: string, { passwd, group }: UserFiles): HostUser | undefined {
  const accounts = accountsIn(passwd);
  const number = /^\d+$/.test(user) ? Number(user) : undefined;
  const account = accounts.find(({ name }) => name === user) ?? accounts.find(({ uid }) => uid === number);
  if (account === undefined)
    return number === undefined || number >= 2 ** 32 - 1
      ? undefined
      : { uid: number, gid: number, additionalGids: [], account: undefined };
  const { name, home, uid, gid } = account;
  const additionalGids = groupsIn(group)
    .filter((each) => each.members.includes(name) && each.gid !== gid)
    .map((each) => each.gid);
  return { uid, gid, additionalGids: [...new Set(additionalGids)], account: { name, home } };
}

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** `name:password:uid:gid:comment:home:shell`; lines that are not that are left out. */
const accountsIn = (text: string): readonly Account[] =>
  fieldsOf(text).flatMap(([name, , uid, gid, , home]) =>
    isName(name) && isNumber(uid) && isNumber(gid)
      ? [{ name, uid: Number(uid), gid: Number(gid), home: home === undefined || home === '' ? '/' : home }]
      : [],
  );

/** `name:password:gid:member,member`. */
const groupsIn = (
  text: string,
): readonly { readonly name: string; readonly gid: number; readonly members: readonly string[] }[] =>
  fieldsOf(text).flatMap(([name, , gid, members]) =>
    isName(name) && isNumber(gid)
      ? [{ name, gid: Number(gid), members: (members ?? '').split(',').map((member) => member.trim()) }]
      : [],
  );

const fieldsOf = (text: string): readonly (readonly string[])[] =>
  text.split('\n').map((line) => line.trimEnd().split(':'));

const isName = (text: string | undefined): text is string =>
  text !== undefined && text !== '' && !text.startsWith('#');
const isNumber = (text: string | undefined): text is string => text !== undefined && /^\d+$/.test(text);
