import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the plugins of this host are, as Debian has them. */
const pluginDirectory = '/usr/lib/cni';
const plugins = ['bridge', 'firewall', 'portmap'] as const;
const commands = ['ADD', 'DEL'] as const;

/** An agent is killed when a plugin that it runs begins, and the plugin goes on; or when it has ended, and nobody heard. */
export interface PluginDeath {
  readonly plugin: (typeof plugins)[number];
  readonly command: (typeof commands)[number];
  readonly when: 'begins' | 'ended';
}

/** All of them, however long each plugin takes: before, between and behind the plugins that make and take away a network. */
export const pluginDeaths: readonly PluginDeath[] = commands.flatMap((command) =>
  plugins.flatMap((plugin) => (['begins', 'ended'] as const).map((when) => ({ plugin, command, when }))),
);

/** Puts plugins below `directory` which do what those of the host do, and of which one kills who runs it, once. */
export async function deadlyPlugins(
  directory: string,
  { plugin, command, when }: PluginDeath,
): Promise<Readonly<Record<string, string>>> {
  const own = join(directory, 'plugins');
  await mkdir(own);
  const real = join(pluginDirectory, plugin);
  const kill = `[ "$CNI_COMMAND" != ${command} ] || ! mkdir ${own}/dead 2>/dev/null || kill -KILL "$PPID"`;
  const script = when === 'begins' ? `${kill}\nexec ${real}` : `${real}\nstatus=$?\n${kill}\nexit $status`;
  await writeFile(join(own, plugin), `#!/bin/sh\n${script}\n`);
  await chmod(join(own, plugin), 0o755);
  return { WHARF_NETWORK_CNI_PATH: `${own},${pluginDirectory}` };
}
