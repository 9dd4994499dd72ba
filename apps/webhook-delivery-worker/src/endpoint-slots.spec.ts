import { EndpointSlots } from './endpoint-slots';

describe('EndpointSlots', () => {
  it('lets so many in and no more, each endpoint by itself', () => {
    const slots = new EndpointSlots(2);
    const leave = slots.enter('a');
    expect(slots.enter('a')).not.toBeNull();
    expect(slots.enter('a')).toBeNull();
    expect(slots.enter('b')).not.toBeNull();
    leave!();
    leave!(); // leaving twice frees one slot only
    expect(slots.enter('a')).not.toBeNull();
    expect(slots.enter('a')).toBeNull();
  });
});
