import { validate } from 'class-validator';

import { CountryCode } from './country-code.decorator';

class Body {
  @CountryCode()
  country: unknown;
}

const isRight = async (country: unknown) => (await validate(Object.assign(new Body(), { country }))).length === 0;

describe('a country code', () => {
  it.each([
    ['US', true],
    ['KP', true],
    ['us', false],
    ['Us', false],
    ['XX', false],
    ['USA', false],
    [['US'], false],
    [null, false],
  ])('%p is right: %p', async (country, expected) => {
    expect(await isRight(country)).toBe(expected);
  });
});
