/** One line of a process's `mountinfo`; see proc_pid_mountinfo(5). */
export interface MountInfo {
  /** `major:minor`. */
  readonly device: string;
  /** The directory of the file system that forms the root of this mount. */
  readonly root: string;
  readonly mountPoint: string;
  readonly options: readonly string[];
  /** Such as `shared:7` and `master:3`; none for a private mount. */
  readonly tags: readonly string[];
  readonly fileSystem: string;
  /** Of the file system itself; a hierarchy of control groups names its controllers here. */
  readonly superOptions: readonly string[];
}

/** The lines that make sense, in the kernel's order. */
export const parseMountInfo = (text: string): readonly MountInfo[] =>
  text.split('\n').flatMap((line) => {
    const mount = parseLine(line);
    return mount === undefined ? [] : [mount];
  });

/** `id parent major:minor root point options [tag…] - type source superOptions`: the tags may be none or many. */
function parseLine(line: string): MountInfo | undefined {
  const fields = line.split(' ');
  const dash = fields.indexOf('-', 6);
  const [, , device, root, mountPoint, options] = fields;
  const [fileSystem, , superOptions = ''] = fields.slice(dash + 1);
  if (dash < 0 || device === undefined || root === undefined || mountPoint === undefined) return undefined;
  if (options === undefined || fileSystem === undefined) return undefined;
  return {
    device,
    root: unescape(root),
    mountPoint: unescape(mountPoint),
    options: options.split(','),
    tags: fields.slice(6, dash),
    fileSystem,
    superOptions: superOptions.split(','),
  };
}

/** The kernel writes blanks, tabs, newlines and backslashes as three octal digits of each byte. */
const unescape = (field: string): string =>
  field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
