import { expect } from 'chai';

import { evaluate } from '../../../src/adapters/hcl-jobs/evaluation/evaluate.js';
import type { Scope } from '../../../src/adapters/hcl-jobs/evaluation/scope.js';
import { functionsFor } from '../../../src/adapters/hcl-jobs/functions/functions.js';
import { allUntilRunTime } from '../../../src/adapters/hcl-jobs/syntax/escaped-references.js';
import { HclError } from '../../../src/adapters/hcl-jobs/syntax/hcl-error.js';
import { parseSingleExpression } from '../../../src/adapters/hcl-jobs/syntax/parse-body.js';
import { isObject, type Value } from '../../../src/adapters/hcl-jobs/values/value.js';
import { refused, valued } from './expression-table.js';

describe('an expression in a job file', () => {
  for (const [text, value] of valued)
    it(`has the value that Nomad gives it: ${text}`, () => {
      expect(asWritten(valueOf(text))).to.deep.equal(value);
    });

  for (const [text, message] of refused)
    it(`is refused as by Nomad: ${text}`, () => {
      expect(() => valueOf(text)).to.throw(message);
    });

  it('keeps references to the run time as they are written', () => {
    expect(valueOf('"${NOMAD_ALLOC_DIR}/x"')).to.equal('${NOMAD_ALLOC_DIR}/x');
    expect(valueOf('"${ env["A.B"] }"')).to.equal('${env["A.B"]}');
    expect(valueOf('[meta.a-b, attr.cpu.0]')).to.deep.equal(['${meta.a-b}', '${attr.cpu.0}']);
  });

  it('keeps an escaped reference apart from a live one', () => {
    expect(valueOf('"$${NOMAD_X} ${NOMAD_X}"')).to.equal('$${NOMAD_X} ${NOMAD_X}');
  });

  it('hashes and encodes what an escaped reference stands for', () => {
    expect(valueOf('base64encode("$${x}")')).to.equal(Buffer.from('${x}').toString('base64'));
    expect(valueOf('md5("$${x}")')).to.equal(valueOf('md5(base64decode("JHt4fQ=="))'));
  });

  it('counts an escaped reference as the characters that it stands for', () => {
    expect(valueOf('[strlen("$${x}"), substr("a$${x}b", 0, 3)]')).to.deep.equal([4, 'a$${']);
  });

  it('says of a function of Nomad that is not there that it is not', () => {
    expect(() => valueOf('bcrypt("x")')).to.throw('is a function of Nomad that wharf does not have');
  });

  it('is refused, and no crash, where a value is beyond what can be worked out here', () => {
    for (const call of ['format("%.200f", 1)', 'format("%999999999s", "a")', 'fileset("/a\\u0000b", "*")']) {
      expect(() => valueOf(call), call).to.throw(HclError, "which can't ");
      expect(valueOf(`try(${call}, "instead")`), call).to.equal('instead');
    }
  });

  it('is refused where it would lose digits', () => {
    for (const text of ['3.14159265358979323846', '1e-400', '1e999999999'])
      expect(() => valueOf(text), text).to.throw('is a number with more digits than are kept');
    expect(() => valueOf('123456789012345678 + 0.5')).to.throw('has a result with more digits than are kept');
    expect(() => valueOf('"3.14159265358979323846" + 1')).to.throw('needs a number of fewer digits than');
    expect(() => valueOf('jsondecode("3.14159265358979323846")')).to.throw(
      'calls jsondecode, which holds 3.14159265358979323846, which has more digits than are kept',
    );
    expect(valueOf('"3.14159265358979323846"')).to.equal('3.14159265358979323846');
  });

  it('says how a pattern has to ignore case', () => {
    expect(() => valueOf('regex_replace("FOO", "F(?i:o)", "x")')).to.throw(
      'ignores case in a part only: put (?i) at its beginning',
    );
    expect(valueOf('regex_replace("FOO 1", "(?i)f(o+)", "x")')).to.equal('x 1');
    expect(valueOf('regex("(?P<n>\\\\d)\\\\-", "a-1-")')).to.deep.equal({ n: '1' });
  });

  it('makes a new UUID with every call', () => {
    const [one, other] = valueOf('[uuidv4(), uuidv4()]') as readonly string[];
    expect(one).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(one).not.to.equal(other);
  });

  it('sees the type of each value in an object conditional only where it is needed', () => {
    expect(valueOf('convert({ a = 1, b = "2" }, map(string))')).to.deep.equal({ a: '1', b: '2' });
    expect(valueOf('convert([1, "x"], tuple([string, any]))')).to.deep.equal(['1', 'x']);
    expect(valueOf('convert({ a = 1 }, object({ a = string, b = optional(bool) }))')).to.deep.equal({
      a: '1',
      b: null,
    });
  });
});

const valueOf = (text: string): Value => {
  const scope: Scope = { text, functions: functionsFor('/'), lookup: () => undefined };
  return allUntilRunTime(evaluate(parseSingleExpression(text), scope));
};

/** Nomad writes an escaped reference and a live one alike. */
function asWritten(value: Value): Value {
  if (typeof value === 'string') return value.replaceAll('$${', '${');
  if (Array.isArray(value)) return (value as readonly Value[]).map(asWritten);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asWritten(item ?? null)]));
}
