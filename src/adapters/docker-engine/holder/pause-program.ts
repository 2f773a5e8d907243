/** How to wait for a signal for ever, in instructions of a processor. */
interface Machine {
  /** As ELF numbers it. */
  readonly number: number;
  readonly code: readonly number[];
}

/** By the processor's name, as Node has it. */
const machines: Readonly<Record<string, Machine>> = {
  // mov eax, 34 (pause); syscall; jmp to the beginning
  x64: { number: 62, code: [0xb8, 34, 0, 0, 0, 0x0f, 0x05, 0xeb, 0xf7] },
  // mov x0..x3, #0; mov x8, #73 (ppoll); svc #0; b to the beginning
  arm64: {
    number: 183,
    code: [0xd2800000, 0xd2800001, 0xd2800002, 0xd2800003, 0xd2800928, 0xd4000001, 0x17fffffa].flatMap(
      littleEndian,
    ),
  },
};

function littleEndian(word: number): readonly number[] {
  return [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24];
}

const headerBytes = 64;
const segmentBytes = 56;
const loadedAt = 0x400000;

/**
 * A static program that does nothing until it is killed, as an ELF file; undefined for a processor whose instructions
 * aren't known here. As the first process of a container it hears no signal that it handles not, and it handles none.
 */
export function pauseProgram(architecture: string): Uint8Array | undefined {
  const machine = machines[architecture];
  if (machine === undefined) return undefined;
  const size = headerBytes + segmentBytes + machine.code.length;
  const file = Buffer.alloc(size);
  writeHeader(file, machine);
  writeSegment(file, size);
  file.set(machine.code, headerBytes + segmentBytes);
  return file;
}

/** See elf(5). */
function writeHeader(file: Buffer, { number }: Machine): void {
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  file.writeUInt16LE(2, 16);
  file.writeUInt16LE(number, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(loadedAt + headerBytes + segmentBytes), 24);
  file.writeBigUInt64LE(BigInt(headerBytes), 32);
  file.writeUInt16LE(headerBytes, 52);
  file.writeUInt16LE(segmentBytes, 54);
  file.writeUInt16LE(1, 56);
}

/** The whole file, to be read and executed. */
function writeSegment(file: Buffer, size: number): void {
  const at = headerBytes;
  file.writeUInt32LE(1, at);
  file.writeUInt32LE(5, at + 4);
  file.writeBigUInt64LE(BigInt(loadedAt), at + 16);
  file.writeBigUInt64LE(BigInt(loadedAt), at + 24);
  file.writeBigUInt64LE(BigInt(size), at + 32);
  file.writeBigUInt64LE(BigInt(size), at + 40);
  file.writeBigUInt64LE(0x1000n, at + 48);
}
