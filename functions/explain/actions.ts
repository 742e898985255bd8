import type { Mesh } from '../mesh/mesh.ts';
import type { HeaderChange } from '../mesh/routes/http-rule.ts';
import type { ForwardAction, Route } from '../mesh/routes/route.ts';
import type { Hop } from '../mesh/trace/trace-result.ts';
import { shortHost } from './end.ts';

/** What a route does to a request besides sending it on. */
export function actionsOf(mesh: Mesh, { route, request, branches, decisions }: Hop): readonly string[] {
  if (route?.action.kind !== 'forward') return [];
  const { action } = route;
  return [
    ...rewrites(request, branches),
    ...headers(action),
    ...policies(
      mesh,
      route,
      action,
      decisions.some(({ what }) => what === 'limits'),
    ),
  ];
}

/** What is really changed, as the next one sees it. */
function rewrites(before: Hop['request'], branches: Hop['branches']): readonly string[] {
  const paths = new Set(branches.map(({ next }) => next.request.path).filter((path) => path !== before.path));
  const hosts = new Set(branches.map(({ next }) => next.request.host).filter((host) => host !== before.host && host !== ''));
  return [...[...paths].map((path) => `path becomes ${path}`), ...[...hosts].map((host) => `host becomes ${host}`)];
}

function headers(action: ForwardAction): readonly string[] {
  return action.headers.flatMap(({ request, response }) => [...changes('request', request), ...changes('response', response)]);
}

function changes(what: string, { set, add, remove }: HeaderChange): readonly string[] {
  return [
    ...[...set].map(([name, value]) => `sets ${what} header ${name}: ${value}`),
    ...[...add].map(([name, value]) => `adds ${what} header ${name}: ${value}`),
    ...remove.map((name) => `removes ${what} header ${name}`),
  ];
}

/** Limits that are decided in steps of their own are not told twice. */
function policies(mesh: Mesh, { rule }: Route, action: ForwardAction, hasLimits: boolean): readonly string[] {
  const { timeout, fault, mirrors, cors } = action;
  return [
    ...(timeout === '0s' || hasLimits ? [] : [`timeout ${timeout}`]),
    ...(hasLimits ? [] : retries(rule?.retries)),
    ...faults(fault),
    ...mirrors.map(({ destination, percent }) => `copies ${percent} % to ${shortHost(mesh, destination.host)}:${destination.port}`),
    ...(cors === undefined ? [] : ['answers CORS preflights itself']),
  ];
}

function retries(written: ForwardAction['retries']): readonly string[] {
  if (written === undefined) return [];
  const { attempts, perTryTimeout, retryOn } = written as { attempts?: number; perTryTimeout?: string; retryOn?: string };
  if (!attempts) return ['no retries'];
  const details = [perTryTimeout && `${perTryTimeout} each`, retryOn && `on ${retryOn}`].filter(Boolean).join(', ');
  return [`${attempts} retries${details === '' ? '' : `, ${details}`}`];
}

function faults(fault: ForwardAction['fault']): readonly string[] {
  const { abort, delay } = (fault ?? {}) as {
    abort?: { httpStatus?: number; grpcStatus?: string; percentage?: { value?: number } };
    delay?: { fixedDelay?: string; percentage?: { value?: number } };
  };
  return [
    ...(abort ? [`aborts ${abort.percentage?.value ?? 100} % with ${abort.httpStatus ?? abort.grpcStatus ?? 'an error'}`] : []),
    ...(delay ? [`delays ${delay.percentage?.value ?? 100} % by ${delay.fixedDelay ?? '?'}`] : []),
  ];
}
