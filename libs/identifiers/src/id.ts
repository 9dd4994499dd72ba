import { TypeID, typeidUnboxed } from 'typeid-js';

/** `scr_01kq…`: what a thing is, then a UUIDv7 in Crockford's base 32 (the TypeID format), so ids sort by creation. */
export type Id<Prefix extends string> = `${Prefix}_${string}`;

export interface IdKind<Prefix extends string> {
  readonly prefix: Prefix;
  create(): Id<Prefix>;
  /** Whether the text is a well-formed id of this kind; says nothing about a row being there. */
  is(text: unknown): text is Id<Prefix>;
}

/** Declares a kind of id. The one written form is used in the database, the API, the queue and the logs. */
export function defineId<const Prefix extends string>(prefix: Prefix): IdKind<Prefix> {
  return {
    prefix,
    create: () => typeidUnboxed(prefix) as string as Id<Prefix>,
    is: (text): text is Id<Prefix> => typeof text === 'string' && text.startsWith(`${prefix}_`) && isTypeId(text),
  };
}

/** The moment an id was made, as its UUIDv7 tells (millisecond precision). */
export function createdAtOf(id: string): Date {
  return new Date(parseInt(TypeID.fromString(id).toUUID().replaceAll('-', '').slice(0, 12), 16));
}

/** The lowest id that could be made at a moment: what is below it is older. To ask for a time by the index of the ids. */
export function firstIdAt<Prefix extends string>({ prefix }: IdKind<Prefix>, time: Date): Id<Prefix> {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(12, '0');
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
  return TypeID.fromUUID(prefix, uuid).toString() as string as Id<Prefix>;
}

function isTypeId(text: string): boolean {
  try {
    TypeID.fromString(text);
    return true;
  } catch {
    return false;
  }
}
