import { maskedChecksum } from './crc32c.js';

/** See doc/table_format.md of LevelDB: blocks, and a footer that tells where their index and their metaindex are. */
const footerBytes = 48;
const magic = 0xdb4775248b80fb57n;
/** The type of compression, and a checksum of four bytes that covers it. */
const trailerBytes = 5;

/** Where in the file a block stands, without its trailer. */
interface BlockHandle {
  readonly offset: number;
  readonly size: number;
}

/**
 * Whether a table of LevelDB is not as it was written. One without a footer was never finished; if it is needed
 * all the same, LevelDB itself refuses it.
 */
export function isTableDamaged(table: Buffer): boolean {
  if (table.length < footerBytes || table.readBigUInt64LE(table.length - 8) !== magic) return false;
  const footer = new Cursor(table.subarray(table.length - footerBytes));
  return [footer.blockHandle(), footer.blockHandle()].some((handle) => {
    const index = blockAt(table, handle);
    return index === undefined || handlesIn(index).some((each) => blockAt(table, each) === undefined);
  });
}

/** The block's content; undefined when it is damaged or compressed, which ours never are. */
function blockAt(table: Buffer, { offset, size }: BlockHandle): Buffer | undefined {
  const end = offset + size;
  if (end + trailerBytes > table.length - footerBytes) return undefined;
  const checksum = maskedChecksum(table.subarray(offset, end + 1));
  return checksum === table.readUInt32LE(end + 1) && table[end] === 0
    ? table.subarray(offset, end)
    : undefined;
}

/** Those that are the values of a block's entries. Behind the entries stands how many of them can be jumped to. */
function handlesIn(block: Buffer): readonly BlockHandle[] {
  const jumps = block.readUInt32LE(block.length - 4);
  const entries = new Cursor(block.subarray(0, block.length - 4 * (jumps + 1)));
  const handles: BlockHandle[] = [];
  while (!entries.isAtEnd) {
    entries.number();
    const keyBytes = entries.number();
    const valueBytes = entries.number();
    entries.skip(keyBytes);
    handles.push(new Cursor(entries.skip(valueBytes)).blockHandle());
  }
  return handles;
}

class Cursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  skip(bytes: number): Buffer {
    this.#at += bytes;
    return this.#bytes.subarray(this.#at - bytes, this.#at);
  }

  blockHandle(): BlockHandle {
    return { offset: this.number(), size: this.number() };
  }

  /** Seven bits per byte, the lowest first; the highest bit of a byte tells that another one follows. */
  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }
}
