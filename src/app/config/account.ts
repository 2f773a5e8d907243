/** On whose behalf the program runs, as far as defaults depend on it. */
export interface Account {
  readonly uid: number;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const isRoot = ({ uid }: Account): boolean => uid === 0;

/** As the XDG base directory specification has it; it wants relative paths ignored. */
function xdg({ environment }: Account, name: string, fallback: string): string {
  const set = environment[name];
  return set?.startsWith('/') === true ? set : fallback;
}

export const defaultStateDirectory = (account: Account): string =>
  isRoot(account)
    ? '/var/lib/wharfinger'
    : `${xdg(account, 'XDG_STATE_HOME', `${account.home}/.local/state`)}/wharfinger`;

/** Never in a directory for all users, where somebody else could have made it first. */
export function defaultRunDirectory(account: Account): string {
  if (isRoot(account)) return '/run/wharf';
  const session = xdg(account, 'XDG_RUNTIME_DIR', '');
  return session === '' ? `${defaultStateDirectory(account)}/run` : `${session}/wharf`;
}

/**
 * Where the file of settings lies when nobody names one. Never the working directory: what a checked-out project brings
 * along must not decide what its tasks may do on this host.
 */
export const defaultSettingsFile = (account: Account): string =>
  isRoot(account)
    ? '/etc/wharfinger/wharf.json'
    : `${xdg(account, 'XDG_CONFIG_HOME', `${account.home}/.config`)}/wharfinger/wharf.json`;

/**
 * Whatever DOCKER_HOST says, which is a variable of other programs: an address that can't be used is told by those who
 * would use it, and keeps nobody else from working.
 */
export const defaultEndpoint = ({ environment }: Account): string => {
  const set = environment['DOCKER_HOST']?.trim() ?? '';
  return set === '' ? 'unix:///var/run/docker.sock' : set;
};
