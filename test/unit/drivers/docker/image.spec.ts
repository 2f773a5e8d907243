import { expect } from 'chai';

import { isLatest } from '../../../../src/domain/drivers/docker/image-reference.js';
import { imageWith, invalidWith, specWith, wrongWith } from '../../../support/docker-config.js';

describe('isLatest', function () {
  const digest = `sha256:${'a'.repeat(64)}`;
  const table: readonly (readonly [string, boolean])[] = [
    ['redis', true],
    ['redis:latest', true],
    ['redis:7', false],
    ['library/redis', true],
    ['localhost:5000/redis', true],
    ['localhost:5000/redis:7', false],
    ['localhost:5000/a/b:latest', true],
    ['redis:latest-alpine', false],
    [`redis@${digest}`, false],
    [`redis:latest@${digest}`, false],
  ];
  for (const [image, latest] of table) {
    it(`says that ${image.slice(0, 30)} ${latest ? 'moves' : 'stays'}`, function () {
      expect(isLatest(image)).to.equal(latest);
    });
  }
});

describe('What has to happen to an image', function () {
  it('is to be there, and to be fetched otherwise', function () {
    expect(imageWith({ image: 'redis:7' }, { pullStallMs: 7 })).to.deep.equal({
      image: 'redis:7',
      fetch: 'if-missing',
      archive: undefined,
      credentials: undefined,
      stallMs: 7,
      timeoutMs: undefined,
    });
  });

  it('is to be fetched always when it moves, or when the task wants it so', function () {
    expect(imageWith({ image: 'redis' })?.fetch).to.equal('always');
    expect(imageWith({ force_pull: true })?.fetch).to.equal('always');
    expect(imageWith({ force_pull: false })?.fetch).to.equal('if-missing');
  });

  it('is bounded in time when the task says so', function () {
    expect(imageWith({ image_pull_timeout: '5m' })?.timeoutMs).to.equal(300_000);
  });

  it('is done with the credentials of the task', function () {
    const auth = { username: 'me', password: 'x', email: 'me@example.com', server_address: 'registry:5000' };
    expect(imageWith({ auth })?.credentials).to.deep.equal({
      username: 'me',
      password: 'x',
      server: 'registry:5000',
    });
    expect(imageWith({ auth: [{ username: 'me' }] })?.credentials).to.deep.equal({
      username: 'me',
      password: '',
      server: undefined,
    });
    expect(imageWith({ auth: { username: '', server_address: 'x' } })?.credentials).to.equal(undefined);
    expect(imageWith({ auth: {} })?.credentials).to.equal(undefined);
  });

  it('does not know what a browser puts before it', function () {
    expect(imageWith({ image: 'https://registry:5000/a:1' })?.image).to.equal('registry:5000/a:1');
    expect(specWith({ image: 'https://registry:5000/a:1' }).image).to.equal('registry:5000/a:1');
    expect(specWith({ image: 'x/https://a:1' }).image).to.equal('x/https://a:1');
    expect(specWith({ image: 'http://a:1' }).image).to.equal('http://a:1');
  });

  for (const image of ['', 'https://', 'a b', ' a', 'a\n'])
    it(`can't be known for ${JSON.stringify(image)}`, function () {
      expect(wrongWith({ image })).to.deep.equal([
        `config.image must be the name of an image, such as "redis:7", not "${image}"`,
      ]);
    });

  it('may be to load it from an archive of the task', function () {
    expect(imageWith({ load: 'images//redis.tar' })?.archive).to.equal(
      '/state/alloc/a1/task/local/images/redis.tar',
    );
    expect(imageWith({ load: '/state/alloc/a1/task/local/a.tar' })?.archive).to.equal(
      '/state/alloc/a1/task/local/a.tar',
    );
    expect(imageWith({ load: '' })?.archive).to.equal(undefined);
  });

  for (const load of ['../secrets/a.tar', '/etc/a.tar', '.', '../local'])
    it(`is never to load it from ${load}`, function () {
      const message = `config.load must be the path of an archive in the task's "local" directory, not "${load}"`;
      expect(wrongWith({ load })).to.deep.equal([message]);
      expect(invalidWith({ load })).to.deep.equal([message]);
    });
});
