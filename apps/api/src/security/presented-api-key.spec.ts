import { presentedApiKey } from './presented-api-key';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('presentedApiKey', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer abc', 'abc'],
    [basic('operator:abc'), 'abc'],
    [basic('operator:a:b'), 'a:b'],
    ['Bearer', null],
    ['Bearer ', null],
    [basic('operator'), null],
    ['Digest abc', null],
    ['', null],
    [undefined, null],
  ])('reads %p as %p', (header, key) => {
    expect(presentedApiKey(header)).toBe(key);
  });
});
