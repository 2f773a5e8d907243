import { expect } from 'chai';
import fc from 'fast-check';

import { interpolate, interpolateConfig } from '../../../src/domain/environment/interpolate.js';
import type { References } from '../../../src/domain/environment/references.js';
import { anyBlock, anyText } from '../../support/any-json.js';

const nothing: References = { environment: {}, meta: {}, attr: {}, node: {} };
const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
const values = fc.dictionary(name, fc.string(), { maxKeys: 4 });

describe('References in text', function () {
  it('are all that is touched: text without "${" stays as it is', function () {
    fc.assert(
      fc.property(fc.oneof(fc.string(), anyText), values, (text, environment) => {
        fc.pre(!text.includes('${'));
        expect(interpolate(text, { ...nothing, environment })).to.equal(text);
      }),
    );
  });

  it('are replaced by their values alone, whatever stands around them', function () {
    const around = fc.string().filter((text) => !/[${}"]/.test(text));
    fc.assert(
      fc.property(around, around, name, fc.string(), (before, after, key, value) => {
        const references = { ...nothing, environment: { [key]: value } };
        const expected = before + value + after;
        expect(interpolate(`${before}\${${key}}${after}`, references)).to.equal(expected);
        expect(interpolate(`${before}\${env["${key}"]}${after}`, references)).to.equal(expected);
        expect(interpolate(`${before}$\${${key}}${after}`, references)).to.equal(
          `${before}\${${key}}${after}`,
        );
      }),
    );
  });

  it('never break a config: it is resolved, or each problem lies in it', function () {
    fc.assert(
      fc.property(anyBlock(['command', 'args', 'labels']), values, (config, environment) => {
        const result = interpolateConfig(config, { ...nothing, environment }, 'config');
        if (result.ok) expect(Object.keys(result.value).length).to.be.at.most(Object.keys(config).length);
        else for (const { path } of result.error) expect(path).to.match(/^config\./);
      }),
    );
  });

  it('leave a config alone that has none', function () {
    fc.assert(
      fc.property(anyBlock(['command', 'args', 'labels']), (config) => {
        fc.pre(!JSON.stringify(config).includes('${'));
        expect(interpolateConfig(config, nothing, 'config')).to.deep.equal({ ok: true, value: config });
      }),
    );
  });
});
