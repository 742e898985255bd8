import type { Finding } from '../rule.ts';
import { at, isSet, list, number, type Spot, text, wrong } from '../spot.ts';
import { isAddress } from '../syntax/address.ts';
import { isDnsLabel } from '../syntax/domain.ts';
import { protocolFamily } from '../syntax/protocol.ts';
import { unixPathProblem } from '../syntax/unix-path.ts';

/** What is wrong with the ports, sockets and order of a Sidecar's egress listeners. */
export function* egressFindings(spec: Spot): Iterable<Finding> {
  const listeners = list(spec, 'egress');
  const ports = new Set<number>();
  const sockets = new Set<string>();
  for (const [index, listener] of listeners.entries()) {
    const port = at(listener, 'port');
    if (!isSet(listener)) continue;
    if (!isSet(port)) {
      if (index < listeners.length - 1) yield wrong(listener, 'must be the last one, because it has no `port`');
      continue;
    }
    yield* portFindings(port);
    yield* number(at(port, 'number')) === 0 ? socketFindings(listener, sockets) : addressFindings(listener, ports);
  }
}

function* portFindings(port: Spot): Iterable<Finding> {
  const [name, protocol, target] = [at(port, 'name'), at(port, 'protocol'), at(port, 'targetPort')];
  if (text(name) !== '' && !isDnsLabel(text(name))) yield wrong(name, `must be a DNS label, not ${JSON.stringify(text(name))}`);
  if (text(protocol) !== '' && protocolFamily(text(protocol)) === undefined)
    yield wrong(protocol, `must be a protocol that Istio knows, not ${JSON.stringify(text(protocol))}`);
  if (number(target) > 0) yield wrong(target, 'must not be set on a Sidecar');
}

/** A listener without a port number must be bound to a Unix socket. */
function* socketFindings(listener: Spot, sockets: Set<string>): Iterable<Finding> {
  const bind = at(listener, 'bind');
  const capture = at(listener, 'captureMode');
  if (!text(bind).startsWith('unix://')) yield wrong(at(at(listener, 'port'), 'number'), 'must be set, unless `bind` is a Unix socket');
  else {
    const problem = unixPathProblem(text(bind));
    if (problem !== undefined) yield wrong(bind, problem);
  }
  if (!['', 'DEFAULT', 'NONE'].includes(text(capture))) yield wrong(capture, 'must be DEFAULT or NONE for a Unix socket');
  if (sockets.has(text(bind))) yield wrong(bind, `must differ from the other listeners; ${JSON.stringify(text(bind))} is taken`);
  sockets.add(text(bind));
}

function* addressFindings(listener: Spot, ports: Set<number>): Iterable<Finding> {
  const bind = at(listener, 'bind');
  const port = at(at(listener, 'port'), 'number');
  if (text(bind) !== '' && !isAddress(text(bind))) yield wrong(bind, `must be an IP address, not ${JSON.stringify(text(bind))}`);
  if (ports.has(number(port))) yield wrong(port, `must differ from the other listeners; ${number(port)} is taken`);
  ports.add(number(port));
}
