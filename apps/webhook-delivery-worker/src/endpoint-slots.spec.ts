import { EndpointSlots } from './endpoint-slots';

describe('EndpointSlots', () => {
  it('lets in all that come while the endpoint answers quickly', () => {
    const slots = new EndpointSlots(2);
    for (let count = 0; count < 50; count++) expect(slots.enter('a', 1_000)).not.toBeNull();
  });

  it('lets in no more than its slots once the endpoint hangs, and each endpoint by itself', () => {
    const slots = new EndpointSlots(2);
    const leave = slots.enter('a', 0)!;
    slots.enter('a', 10);
    expect(slots.enter('a', 5_000)).toBeNull();
    expect(slots.enter('b', 5_000)).not.toBeNull();
    leave();
    leave(); // leaving twice frees one slot only
    expect(slots.enter('a', 5_000)).not.toBeNull();
    expect(slots.enter('a', 5_000)).toBeNull();
  });

  it('forgets that it hung when the last request has left', () => {
    const slots = new EndpointSlots(1);
    slots.enter('a', 0)!();
    expect(slots.enter('a', 5_000)).not.toBeNull();
    expect(slots.enter('a', 5_000)).not.toBeNull();
  });
});
