import { expect } from 'chai';

import { type ImageRequest, isFetchedAnew } from '../../../src/domain/model/image-request.js';

const request = (over: Partial<ImageRequest>): ImageRequest => ({
  image: 'redis:7',
  fetch: 'if-missing',
  archive: undefined,
  credentials: undefined,
  stallMs: 1,
  timeoutMs: undefined,
  ...over,
});

describe('an image', function () {
  it('is fetched whatever is here when that is asked for, or when it comes out of an archive', function () {
    expect(isFetchedAnew(request({ fetch: 'always' }))).to.equal(true);
    expect(isFetchedAnew(request({ archive: '/local/redis.tar' }))).to.equal(true);
  });

  it('is fetched otherwise only when it is missing', function () {
    expect(isFetchedAnew(request({}))).to.equal(false);
  });
});
