import { beginningHasChecksum, maskedChecksum } from './crc32c.js';

/** See doc/log_format.md of LevelDB: records stand in blocks and never across the end of one. */
const blockBytes = 32 * 1024;
/** A checksum of four bytes, a length of two, and a type, which the checksum covers. */
const headerBytes = 7;

/**
 * Whether a log of LevelDB, which its manifest is as well, is not as it was written. A last record that is cut short
 * is no damage: whoever wrote it was killed before the write had been answered.
 */
export function isLogDamaged(log: Buffer): boolean {
  for (let start = 0; start < log.length; start += blockBytes)
    if (isBlockDamaged(log.subarray(start, start + blockBytes), log.subarray(start + blockBytes)))
      return true;
  return false;
}

function isBlockDamaged(block: Buffer, after: Buffer): boolean {
  let at = 0;
  while (block.length - at >= headerBytes) {
    const rest = block.subarray(at);
    const length = rest.readUInt16LE(4);
    const end = at + headerBytes + length;
    // Room that a file system gave and nobody wrote to.
    if (rest.readUInt32LE(0) === 0 && length === 0 && rest[6] === 0) return !isZero(rest) || !isZero(after);
    if (end > blockBytes) return true;
    if (end > block.length) return beginningHasChecksum(rest.subarray(6), rest.readUInt32LE(0));
    if (maskedChecksum(rest.subarray(6, headerBytes + length)) !== rest.readUInt32LE(0)) return true;
    at = end;
  }
  return false;
}

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);
