/** By Castagnoli's polynomial, a byte at a time. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0x82f63b78 : rest >>> 1;
  return rest;
});

const step = (state: number, byte: number): number => (table[(state ^ byte) & 0xff] ?? 0) ^ (state >>> 8);

/** As LevelDB keeps a checksum: turned and shifted, since it may itself be content of which one is made. */
function masked(state: number): number {
  const crc = ~state >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

export const maskedChecksum = (bytes: Uint8Array): number => masked(bytes.reduce(step, ~0));

/** Whether some beginning of the bytes, or all of them, have that checksum. */
export function beginningHasChecksum(bytes: Uint8Array, checksum: number): boolean {
  let state = ~0;
  return bytes.some((byte) => {
    state = step(state, byte);
    return masked(state) === checksum;
  });
}
