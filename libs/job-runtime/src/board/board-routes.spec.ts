import { boardPathOf, isOffered } from './board-routes';

describe('the board', () => {
  it.each([
    ['/ops/queues', ''],
    ['/ops/queues/', '/'],
    ['/ops/queues/api/queues?x=1', '/api/queues'],
    ['//ops//queues/api', '/api'],
    ['/ops/%71ueues/api', '/api'],
    ['/OPS/Queues/api', '/api'],
    ['/ops/queues;v=1/api', ''],
    ['/ops/queuesque', null],
    ['/v1/jobs', null],
    ['/ops/queues/%', ''],
  ])('knows %s as its own path %p', (url, path) => {
    expect(boardPathOf(url)).toBe(path);
  });

  it.each([
    ['GET', '/api/queues'],
    ['PUT', '/api/queues/pause'],
    ['PUT', '/api/queues/ofac-screening/resume'],
    ['PUT', '/api/queues/ofac-screening/retry/failed'],
    ['PUT', '/api/queues/ofac-screening/job_1-1/retry/failed'],
    ['PUT', '/api/queues/ofac-screening/job_1-1/retry'],
  ])('offers %s %s', (method, path) => {
    expect(isOffered(method, path)).toBe(true);
  });

  it.each([
    ['POST', '/api/queues/ofac-screening/add'],
    ['PUT', '/api/queues/ofac-screening/retry/completed'],
    ['PUT', '/api/queues/ofac-screening/empty'],
    ['PUT', '/api/queues/ofac-screening/obliterate'],
    ['PUT', '/api/queues/ofac-screening/clean/failed'],
    ['PUT', '/api/queues/ofac-screening/promote'],
    ['PUT', '/api/queues/ofac-screening/concurrency'],
    ['PUT', '/api/queues/ofac-screening/job_1-1/clean'],
    ['PATCH', '/api/queues/ofac-screening/job_1-1/update-data'],
    ['DELETE', '/api/queues/ofac-screening/pause'],
    ['POST', '/api/queues/pause'],
  ])('does not offer %s %s', (method, path) => {
    expect(isOffered(method, path)).toBe(false);
  });
});
