import { createdAtOf, defineId, firstIdAt } from './id';

const things = defineId('thing');

describe('an id', () => {
  it('carries its prefix and is recognised by its own kind only', () => {
    const id = things.create();
    expect(id).toMatch(/^thing_[0-9a-hjkmnp-tv-z]{26}$/);
    expect(things.is(id)).toBe(true);
    expect(defineId('other').is(id)).toBe(false);
  });

  it.each([
    '',
    'thing',
    'thing_',
    'thing_xyz',
    `thing_${'z'.repeat(26)}`,
    'thing_01h455vb4pex5vsknk084sn02q; drop',
    null,
    7,
  ])('refuses %p', (text) => {
    expect(things.is(text)).toBe(false);
  });

  it('sorts by creation, also within one millisecond', () => {
    const ids = Array.from({ length: 1_000 }, () => things.create());
    expect([...ids].sort()).toEqual(ids);
  });

  it('of a moment stands between those made before and those made after', () => {
    const id = things.create();
    const time = createdAtOf(id).getTime();
    expect(firstIdAt(things, new Date(time)) <= id).toBe(true);
    expect(firstIdAt(things, new Date(time + 1)) > id).toBe(true);
    expect(things.is(firstIdAt(things, new Date(0)))).toBe(true);
  });

  it('tells when it was made', () => {
    expect(Math.abs(createdAtOf(things.create()).getTime() - Date.now())).toBeLessThan(1_000);
  });
});
