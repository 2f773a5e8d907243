import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a maker of OpenJDK has it say. */
export const openJdkSays = `cat >&2 <<'EOF'
openjdk version "21.0.2" 2024-01-16 LTS
OpenJDK Runtime Environment Temurin-21.0.2+13 (build 21.0.2+13-LTS)
OpenJDK 64-Bit Server VM Temurin-21.0.2+13 (build 21.0.2+13-LTS, mixed mode, sharing)
EOF
`;

/** Puts a program `java` below `home`, which does what a shell script says whatever its PATH; answers with its directory. */
export async function javaProgram(home: string, script: string): Promise<string> {
  const directory = join(home, 'bin');
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'java'), `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}`);
  await chmod(join(directory, 'java'), 0o755);
  return directory;
}
