import { expect } from 'chai';

import { readJavaVersion } from '../../../../src/domain/drivers/java/version.js';

const openJdk = [
  'openjdk version "17.0.15" 2025-04-15',
  'OpenJDK Runtime Environment (build 17.0.15+6-Debian-1deb12u1)',
  'OpenJDK 64-Bit Server VM (build 17.0.15+6-Debian-1deb12u1, mixed mode, sharing)',
];

const makers: Readonly<Record<string, readonly [string, string, string, ...string[]]>> = {
  'OpenJDK of Debian': [openJdk[0] ?? '', openJdk[1] ?? '', openJdk[2] ?? ''],
  'OpenJDK 8': [
    'openjdk version "1.8.0_402"',
    'OpenJDK Runtime Environment (build 1.8.0_402-b06)',
    'OpenJDK 64-Bit Server VM (build 25.402-b06, mixed mode)',
  ],
  'Oracle 8': [
    'java version "1.8.0_391"',
    'Java(TM) SE Runtime Environment (build 1.8.0_391-b13)',
    'Java HotSpot(TM) 64-Bit Server VM (build 25.391-b13, mixed mode)',
  ],
  Temurin: [
    'openjdk version "21.0.2" 2024-01-16 LTS',
    'OpenJDK Runtime Environment Temurin-21.0.2+13 (build 21.0.2+13-LTS)',
    'OpenJDK 64-Bit Server VM Temurin-21.0.2+13 (build 21.0.2+13-LTS, mixed mode, sharing)',
  ],
  GraalVM: [
    'java version "21.0.2" 2024-01-16 LTS',
    'Java(TM) SE Runtime Environment Oracle GraalVM 21.0.2+13.1 (build 21.0.2+13-LTS-jvmci-23.1-b30)',
    'Java HotSpot(TM) 64-Bit Server VM Oracle GraalVM 21.0.2+13.1 (build 21.0.2+13-LTS-jvmci-23.1-b30, mixed mode, sharing)',
  ],
  'OpenJ9, which goes on': [
    'openjdk version "17.0.9" 2023-10-17',
    'IBM Semeru Runtime Open Edition 17.0.9.0 (build 17.0.9+9)',
    'Eclipse OpenJ9 VM 17.0.9.0 (build openj9-0.41.0, JRE 17 Linux amd64-64-Bit Compressed References (JIT enabled, AOT enabled)',
    'OpenJ9   - 461bf3c70',
    'OMR      - 5eee6ad9d',
    'JCL      - 3699725139c based on jdk-17.0.9+9)',
  ],
  'an early one': [
    'openjdk version "25-ea" 2025-09-16',
    'OpenJDK Runtime Environment (build 25-ea+20-2261)',
    'OpenJDK 64-Bit Server VM (build 25-ea+20-2261, mixed mode, sharing)',
  ],
};

const versions: Readonly<Record<string, string>> = {
  'OpenJDK of Debian': '17.0.15',
  'OpenJDK 8': '1.8.0_402',
  'Oracle 8': '1.8.0_391',
  Temurin: '21.0.2',
  GraalVM: '21.0.2',
  'OpenJ9, which goes on': '17.0.9',
  'an early one': '25-ea',
};

describe('readJavaVersion', function () {
  for (const [maker, lines] of Object.entries(makers)) {
    it(`reads ${maker}`, function () {
      expect(readJavaVersion(`${lines.join('\n')}\n`)).to.deep.equal({
        version: versions[maker],
        runtime: lines[1],
        vm: lines[2],
      });
    });
  }

  const notes = [
    'Picked up _JAVA_OPTIONS: -Xmx1g',
    'Picked up JAVA_TOOL_OPTIONS: -Dname="openjdk version "9""',
    'NOTE: Picked up JDK_JAVA_OPTIONS: -XX:+UseSerialGC',
    'OpenJDK 64-Bit Server VM warning: Sharing is only supported for boot loader classes',
    '[0.007s][warning][cds] archive can not be used',
    '',
  ];
  for (const note of notes) {
    it(`leaves out "${note}", wherever it stands`, function () {
      for (const at of [0, 1, 2, 3])
        expect(
          readJavaVersion([...openJdk.slice(0, at), note, ...openJdk.slice(at)].join('\r\n')),
        ).to.include({
          version: '17.0.15',
          runtime: openJdk[1],
          vm: openJdk[2],
        });
    });
  }

  it('takes all notes at once', function () {
    expect(readJavaVersion([...notes, ...openJdk].join('\n'))).to.have.property('version', '17.0.15');
  });

  const others: readonly string[] = [
    '',
    'Error: could not find libjava.so',
    openJdk.slice(0, 1).join('\n'),
    openJdk.slice(0, 2).join('\n'),
    openJdk.slice(1).join('\n'),
    'openjdk version 17.0.15\na\nb VM',
    'openjdk version ""\na\nb VM',
    'openjdk version "seventeen"\na\nb VM',
    'openjdk version "17.0.15"\na\nVMware',
    'an openjdk version "17.0.15"\na\nb VM',
    notes.join('\n'),
  ];
  for (const said of others) {
    it(`finds no version in ${JSON.stringify(said.slice(0, 60))}, ${said.length.toString()} characters`, function () {
      expect(readJavaVersion(said)).to.equal(undefined);
    });
  }
});
