import { loadSettings } from '../../config/load-settings.js';
import type { Settings } from '../../config/settings.js';

const nobody = { uid: 0, home: '/', environment: {} };

/**
 * What the table of settings says that nobody has set, whatever the environment of this program has. Its directories are
 * those of the command `wharf`, and not for anybody else.
 */
export function defaultSettings(): Omit<Settings, 'stateDirectory' | 'runDirectory'> {
  const loaded = loadSettings({ account: nobody, file: undefined, flags: [], hostVolumes: [] });
  if (loaded.ok) return loaded.value;
  throw new Error('the table of settings refuses its own defaults');
}
