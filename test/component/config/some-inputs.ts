import type { SettingsInputs } from '../../../src/app/config/load-settings.js';
import type { Flag } from '../../../src/app/config/settings-source.js';
import type { JsonObject } from '../../../src/domain/shared/json.js';

interface Said {
  readonly file?: JsonObject;
  readonly environment?: Readonly<Record<string, string>>;
  readonly flags?: readonly Flag[];
  readonly hostVolumes?: readonly string[];
  readonly uid?: number;
}

/** What root says in a file, in variables and in flags; nothing unless told. */
export const someInputs = ({
  file,
  environment = {},
  flags = [],
  hostVolumes = [],
  uid = 0,
}: Said = {}): SettingsInputs => ({
  account: { uid, home: uid === 0 ? '/root' : '/home/ann', environment },
  file: file === undefined ? undefined : { path: 'wharf.json', content: file },
  flags,
  hostVolumes,
});

export const setFlag = (key: string, text: string): Flag => ({ flag: `--set ${key}`, key, text });
