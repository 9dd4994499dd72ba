import { describeError } from './describe-error';

describe('describeError', () => {
  it('keeps class, code and places and drops the message', () => {
    const cause = Object.assign(new RangeError('Key (name)=(Jane Doe) already exists\n    at Jane Doe:1:1'), {
      code: '23505',
    });
    const described = describeError(new TypeError('Jane Doe', { cause }));
    expect(described).toMatchObject({ errorName: 'TypeError < RangeError', errorCode: '23505' });
    expect(described.frames?.length).toBeGreaterThan(0);
  });

  it('does not let a message that looks like a place through', () => {
    const error = new Error('x');
    error.stack = 'Error: Jane\nat home\n    at run (/app/file.js:1:2)';
    expect(describeError(error).frames).toEqual(['run (/app/file.js:1:2)']);
  });

  it('says little of what is not an error', () => {
    expect(describeError('Jane Doe')).toEqual({ errorName: 'string' });
  });
});
