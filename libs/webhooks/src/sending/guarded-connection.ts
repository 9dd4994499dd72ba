import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type LookupAddresses } from './lookup-addresses';
import { failureCodeOf, SendingFailure } from './sending-failure';
import { type AddressRange, isAllowedAddress } from './target-address';
import { resolveTarget } from './target-url';

// Node gives an address 250 ms before it tries the next one, too little for a receiver on another continent.
const ADDRESS_ATTEMPT_MS = 1_000;

export interface ConnectionTarget {
  readonly protocol: 'http:' | 'https:';
  /** A name or an IP literal without brackets. */
  readonly hostname: string;
  readonly port: number;
}

export interface ConnectionGuard {
  readonly allowedRanges: readonly AddressRange[];
  readonly lookup: LookupAddresses;
  /** PEM of the only authority to trust, instead of the public ones. */
  readonly certificateAuthority?: string;
}

/**
 * A connection to an address that may be called. Literals and all DNS answers are checked before the connection, the
 * address really reached after it and before the first byte is sent: between check and connection lies code that is not
 * ours.
 *
 * @param signal closes the connection when it aborts before the connection is ready
 * @throws {SendingFailure}
 */
export async function openGuardedConnection(
  target: ConnectionTarget,
  guard: ConnectionGuard,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = await openTcp(target, guard, signal);
  const reached = socket.remoteAddress;
  if (reached === undefined || !isAllowedAddress(reached, guard.allowedRanges)) {
    socket.destroy();
    // Without an address the receiver has already closed the connection.
    throw new SendingFailure(reached === undefined ? 'connection-reset' : 'target-not-allowed');
  }
  return target.protocol === 'https:' ? openTls(socket, target.hostname, guard, signal) : socket;
}

async function openTcp({ hostname, port }: ConnectionTarget, guard: ConnectionGuard, signal: AbortSignal) {
  try {
    const addresses = await resolveTarget(hostname, guard, guard.lookup);
    signal.throwIfAborted();
    // The answers just checked are the ones used; a second look-up could answer differently.
    const lookup: LookupFunction = (_hostname, _options, done) => done(null, [...addresses]);
    const options = { autoSelectFamily: true, autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_MS };
    return await whenReady(connectTcp({ host: hostname, port, lookup, ...options }), 'connect', signal);
  } catch (cause) {
    throw new SendingFailure(failureCodeOf(cause), { cause });
  }
}

async function openTls(socket: Socket, hostname: string, guard: ConnectionGuard, signal: AbortSignal): Promise<Socket> {
  const ca = guard.certificateAuthority;
  const secured = connectTls({
    socket,
    // The name the certificate must carry. SNI has no room for addresses (RFC 6066 §3).
    host: hostname,
    servername: isIP(hostname) === 0 ? hostname : '',
    ALPNProtocols: ['http/1.1'],
    ...(ca === undefined ? {} : { ca }),
  });
  try {
    return await whenReady(secured, 'secureConnect', signal);
  } catch (cause) {
    throw new SendingFailure(cause instanceof SendingFailure ? cause.code : 'tls-failed', { cause });
  }
}

function whenReady(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const abort = () => socket.destroy(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    // This listener stays: an error before the HTTP client has attached its own would otherwise end the process.
    socket.on('error', reject);
    socket.once('close', () => reject(new SendingFailure('connection-reset')));
    socket.once(event, () => {
      signal.removeEventListener('abort', abort);
      resolve(socket);
    });
  });
}
