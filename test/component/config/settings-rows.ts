import {
  type Setting,
  type SettingKey,
  settingKeys,
  settingOf,
  variableOf,
} from '../../../src/app/config/settings-table.js';

/** The rows that docs/configuration.md must have, one per key. */
export const settingsRows = (): readonly string[] => settingKeys.map(row);

function row(key: SettingKey): string {
  const setting = settingOf(key);
  const cells = [
    code(key),
    setting.kind.name,
    fallbackOf(setting),
    code(variableOf(key)),
    flagOf(setting),
    setting.meaning,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

const code = (text: string): string => `\`${text}\``;

function fallbackOf({ fallback, fallbackWords }: Setting<unknown>): string {
  if (fallbackWords !== undefined) return fallbackWords;
  const text = typeof fallback === 'string' ? fallback : '';
  return text === '' ? 'empty' : text.split(',').map(code).join(', ');
}

const flagOf = ({ flag }: Setting<unknown>): string => (flag === undefined ? '' : code(flag));
